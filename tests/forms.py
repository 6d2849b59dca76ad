"""Forms as a browser sends them: what a page holds, ready to be changed and posted."""

from bs4 import BeautifulSoup


def form_values(html, selector):
    """``{name: value or [values]}`` of the successful controls of the form at ``selector``, its buttons left out."""
    form = BeautifulSoup(html, "html.parser").select_one(selector)
    values = {}
    for control in form.select("input[name], select[name], textarea[name]"):
        kind = control.get("type", "text")
        if control.has_attr("disabled") or control.find_parent("template"):
            continue
        if control.name == "select":
            given = [option.get("value", option.text) for option in control.select("option[selected]")]
            if not control.has_attr("multiple") and not given:
                given = [option.get("value", option.text) for option in control.select("option")][:1]
        elif control.name == "textarea":
            given = [control.text.removeprefix("\n")]
        elif kind in ("submit", "button", "file", "image", "reset"):
            continue
        elif kind in ("checkbox", "radio"):
            given = [control.get("value", "on")] if control.has_attr("checked") else []
        else:
            given = [control.get("value", "")]
        for value in given:
            values.setdefault(control["name"], []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}
