"""axe-core in a page: which rules we hold ourselves to, and what it found."""

from axe_playwright_python.base import AXE_SCRIPT

#: Every rule of WCAG 2.2 A and AA and every best practice, those that axe leaves off by default included.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: A colour on its way to another one is neither: what ends is waited for.
RUN = """async ([rules, excluded]) => {
    const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map((one) => one.finished));
    const results = await axe.run(
        {include: [["html"]], exclude: excluded.map((selector) => [selector])},
        {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]},
    );
    return results.violations.map((violation) => [
        violation.id,
        violation.nodes.map((node) => [node.target.flat().join(" "), node.html.slice(0, 200)]),
    ]);
}"""


def load(page):
    """Put axe into the page; it stays until the page is left."""
    page.evaluate(AXE_SCRIPT)


def violations(page, *, excluded=()):
    """``[(rule, [(selector, html)])]`` of the page as it is now; ``load`` comes first."""
    found = page.evaluate(RUN, [list(RULES), list(excluded)])
    return [(rule, [tuple(node) for node in nodes]) for rule, nodes in found]
