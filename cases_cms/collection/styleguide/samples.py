"""Sample cases, editions and figures."""

from datetime import timedelta

from django.utils import timezone

from cases_cms.collection.cards import CaseCard
from cases_cms.collection.charts import (
    FEW,
    HEAP_ROOM,
    CasesChart,
    CasesRow,
    Heap,
    case_countries_chart,
)
from cases_cms.collection.enums import BenefitAudience, OrganizationRole, Phase
from cases_cms.collection.models import EditionBenefit, EditionCriterion, EditionMilestone, Organization
from cases_cms.collection.reach import reach_chart, years_chart
from cases_cms.collection.selectors import CategoryLabel, EditionLabel, now_position
from cases_cms.core.countries import country_name
from cases_cms.core.languages import language_label, language_tag
from cases_cms.core.pearls import pearl_unit
from cases_cms.core.periods import Precision
from cases_cms.core.quantities import Qualifier, Quantity
from cases_cms.core.styleguide import in_words
from cases_cms.core.styleguide.registry import SAMPLE_URL
from cases_cms.core.styleguide.samples import (
    foreign_summary,
    foreign_title,
    long_title,
    other_language,
    sample_cover,
    sample_page,
    summary,
    title,
)

COUNTRIES = ("CN", "KE", "BR", "ID", "EG", "PE")
#: Cases of a sample collection, by country or region.
COUNTS = {"CN": 60, "KE": 22, "BR": 17, "ID": 12, "EG": 9, "PE": 4, "DE": 3, "TH": 2, "ZA": 1, "FJ": 1, "MX": 1}


# --- Cases -----------------------------------------------------------------------------------


def labels():
    titles = in_words(
        ("Water", "Silk", "Lantern", "Stone", "A category with a name of several words"),
        ("水", "丝", "灯", "石", "名称较长的一个类别"),
    )
    concept = in_words("One sentence says what belongs here.", "用一句话说明收录范围。")
    return [
        CategoryLabel(f"sample-{accent}", name, concept, accent, accent, SAMPLE_URL, language_tag(_active()))
        for accent, name in enumerate(titles, start=1)
    ]


def _active():
    return in_words("en", "zh-hans")


def _card(**changes):
    values = {
        "key": "sample",
        "title": title(),
        "url": SAMPLE_URL,
        "summary": summary(),
        "year": 2024,
        "category": labels()[0],
        "outstanding": False,
        "codes": list(COUNTRIES),
        "cover": None,
        "tag": language_tag(_active()),
        "language": "",
        "has_sample_data": False,
    }
    values.update(changes)
    values["countries"] = [country_name(code) for code in values["codes"]]
    return CaseCard(**values)


def _foreign_card():
    other = other_language()
    return _card(
        key="foreign",
        title=foreign_title(),
        summary=foreign_summary(),
        tag=language_tag(other),
        language=language_label(other),
        category=labels()[3],
        has_sample_data=True,
    )


def cards():
    categories = labels()
    return [
        _card(cover=sample_cover()),
        _card(key="outstanding", outstanding=True, category=categories[1], codes=["CN", "KE"], year=2023),
        _card(
            key="long",
            title=long_title(),
            summary=in_words(" ", "").join([summary()] * 3),
            outstanding=True,
            category=categories[4],
            has_sample_data=True,
        ),
        _foreign_card(),
        _card(key="bare", category=None, codes=[], summary=""),
    ]


def _organization(name, country=""):
    return Organization(name=name, country=country)


def case_facts():
    applicant = _organization(in_words("Sample Institute for Village Networks", "示例乡村网络研究所"), "CN")
    partner = _organization(in_words("Sample Cooperative", "示例合作社"), "KE")
    return {
        "page": sample_page(title(), reach_quantity=Quantity(17, Qualifier.OVER), start_year=2018),
        "organizations": [
            (OrganizationRole.APPLICANT.label, [(applicant, sample_page(applicant.name), None)]),
            (OrganizationRole.PARTNER.label, [(partner, None, None)]),
        ],
        "countries": [country_name(code) for code in COUNTRIES],
    }


def host_sections():
    """What a host might add to a case: a box."""
    text = in_words("A section of the host's own, by its own template.", "由所在网站的模板显示的自有栏目。")
    value = {"title": in_words("Added by the host", "网站自有内容"), "text": text}
    return {"host_sections": [{"template": "cases_cms/blocks/callout.html", "value": value}]}


# --- An edition ---------------------------------------------------------------------------------


def edition(**changes):
    """An edition with all its figures known; ``changes`` are attributes."""
    values = {
        "year": 2024,
        "theme": in_words("A theme in one line, as it stands on the cover", "一行主题，如封面所示"),
        "submissions_quantity": Quantity(230, Qualifier.OVER),
        "reach_quantity": Quantity(150, Qualifier.OVER),
        "collected_quantity": Quantity(60),
        "presented_quantity": Quantity(12),
    }
    return sample_page(in_words("The edition of 2024", "2024年"), **{**values, **changes})


def _label(year, **figures):
    return EditionLabel(year, str(year), "", SAMPLE_URL, **figures)


def _milestone(phase, days, length, precision=Precision.DAY, note=""):
    starts = None if days is None else timezone.now().replace(microsecond=0) + timedelta(days=days)
    return EditionMilestone(
        phase=phase,
        starts_at=starts,
        ends_at=None if starts is None else starts + timedelta(days=length),
        precision=precision,
        note=note,
    )


def _schedule(*milestones):
    steps = [(milestone, milestone.period.state()) for milestone in milestones]
    return {"steps": steps, "now_position": now_position(steps)}


def running_schedule():
    return _schedule(
        _milestone(Phase.CALL, -120, 30),
        _milestone(Phase.APPLICATION, -60, 70, Precision.MINUTE, in_words("A note on this step.", "对这一步的说明。")),
        _milestone(Phase.REVIEW, 30, 30, Precision.MONTH),
        _milestone(Phase.RELEASE, None, 0),
    )


def past_schedule():
    return _schedule(_milestone(Phase.CALL, -400, 60), _milestone(Phase.RELEASE, -200, 3))


def criteria():
    names = in_words(
        ("International cooperation", "Benefits to humankind", "A criterion without a weight"),
        ("国际合作性", "造福人类", "未公布权重的标准"),
    )
    text = in_words("One sentence says what is looked at.", "用一句话说明考察内容。")
    return [
        EditionCriterion(title=name, description=text, weight=weight)
        for name, weight in zip(names, (40, 60, None), strict=True)
    ]


def benefits():
    rows = [
        EditionBenefit(title=in_words("A place on the stage", "登台展示"), description=summary()),
        EditionBenefit(title=in_words("A page in the book", "收入文集")),
    ]
    return [(audience.label, rows) for audience in BenefitAudience]


# --- Figures ---------------------------------------------------------------------------------------


def cases_chart(counts):
    """A CasesChart of ``[[number of cases of a category in a year]]``, every fifth of them outstanding."""
    years = range(2021, 2021 + len(counts[0]))
    largest = max(map(max, counts))
    unit = pearl_unit(largest, HEAP_ROOM)
    rows = []
    for label, numbers in zip(labels(), counts, strict=False):
        heaps = [
            Heap(year, number, -(-number // 5), SAMPLE_URL if number else "", unit, largest <= FEW)
            for year, number in zip(years, numbers, strict=True)
        ]
        rows.append(CasesRow(label, SAMPLE_URL, heaps))
    return CasesChart(list(years), rows, unit)


def full_chart():
    return cases_chart([[0, 60, 31, 12], [3, 20, 14, 9], [0, 8, 22, 40], [1, 5, 5, 7], [2, 12, 17, 3]])


def all_editions_chart():
    editions = [
        _label(2021),
        _label(2022, submissions_quantity=Quantity(213), reach_quantity=Quantity(150, Qualifier.OVER)),
        _label(2023),
        _label(2024, submissions_quantity=Quantity(230, Qualifier.OVER), presented_quantity=Quantity(13)),
    ]
    return years_chart(editions, {2022: (60, 12), 2023: (24, 6)})


def known_chart():
    return reach_chart(edition(), 24, 12)


def unknown_chart():
    nothing = dict.fromkeys(("submissions_quantity", "reach_quantity", "collected_quantity", "presented_quantity"))
    return reach_chart(edition(**nothing), 1, 0)


def case_tiles():
    roles = [("CN", OrganizationRole.APPLICANT), ("KE", OrganizationRole.PARTNER)]
    return case_countries_chart(list(COUNTRIES), roles, url=SAMPLE_URL)
