"""The columns of a table of cases: one declaration for reading, template and export.

A column has one place in the table, or one for each language side by side. Cells are known by the Place's ``key``:
“category”, “title.en”, “title.zh-hans”.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext, pgettext_lazy

from cases_cms.core.languages import language_label
from cases_cms.interchange.kinds import Category, Countries, Kind, Lines, Names, Number, Plain, Rich, Year, YesNo


@dataclass(frozen=True)
class Column:
    """What a column is: a stable code, its heading, the kind of its cells, a note for those who fill it in.

    ``also`` are other headings under which it is found; ``width`` in characters, for the template.
    """

    code: str
    label: object
    kind: Kind
    note: object = ""
    per_language: bool = False
    is_required: bool = False
    also: tuple = ()
    width: int = 18


@dataclass(frozen=True)
class Place:
    """A column in a table, of one language if the column has one for each ("" if not)."""

    column: Column
    language: str = ""

    @property
    def key(self):
        """Names its cells."""
        return f"{self.column.code}.{self.language}" if self.language else self.column.code

    def heading(self, reader):
        """What stands above it in a table for readers of the language ``reader``."""
        with override(reader):
            if not self.language:
                return str(self.column.label)
            return pgettext("heading", "%(column)s (%(language)s)") % {
                "column": self.column.label,
                "language": language_label(self.language),
            }

    def parse(self, text, known):
        """The value of a text; CellError."""
        return self.column.kind.parse(text, known)

    def format(self, value, known, reader):
        """The text of a value, in its own language or the reader's."""
        return self.column.kind.format(value, known, self.language or reader)


_BESIDE = _("In the same order as the pictures, between semicolons.")

COLUMNS = (
    Column(
        "id",
        pgettext_lazy("column", "ID"),
        Kind(),
        _("Your own name for the case, such as 2026-017. It stays the same for ever: by it a row finds its page."),
        is_required=True,
        also=("case id", "no.", "number", "案例编号", "序号", "identifier"),
        width=14,
    ),
    Column(
        "edition",
        pgettext_lazy("column", "Edition"),
        Year(),
        _("The year of the edition. May be empty."),
        also=("year", "年度", "年份", "届"),
        width=10,
    ),
    Column(
        "category",
        pgettext_lazy("column", "Category"),
        Category(),
        _("One of the list."),
        is_required=True,
        also=("case category", "案例类别", "分类", "所属类别", "申报类别"),
        width=34,
    ),
    Column(
        "outstanding",
        pgettext_lazy("column", "Outstanding case"),
        YesNo(),
        _("Yes if it is presented on stage."),
        also=("outstanding", "是否精品案例", "精品"),
        width=12,
    ),
    Column(
        "title",
        pgettext_lazy("column", "Title"),
        Kind(),
        _("The name of the case."),
        per_language=True,
        is_required=True,
        also=(
            "case title",
            "practice name",
            "name",
            "case name",
            "名称",
            "案例名称",
            "案例标题",
            "实践案例名称",
            "题目",
        ),
        width=38,
    ),
    Column(
        "summary",
        pgettext_lazy("column", "Summary"),
        Plain(),
        _("Two or three sentences; at most 500 characters."),
        per_language=True,
        also=("abstract", "简介", "案例简介", "案例摘要"),
        width=46,
    ),
    Column(
        "countries",
        pgettext_lazy("column", "Countries and regions"),
        Countries(),
        _("All that take part, at least two, between semicolons: names in English or Chinese, or ISO codes."),
        is_required=True,
        also=(
            "countries",
            "countries or regions",
            "countries/regions involved",
            "countries and regions involved",
            "涉及国家和地区",
            "涉及的国家和地区",
            "国家",
            "国家/地区",
        ),
        width=34,
    ),
    Column(
        "reach",
        pgettext_lazy("column", "Countries and regions reached"),
        Number(),
        _("Where there are more than can be listed: “170”, “over 170”, “about 170”."),
        also=("reach", "覆盖国家和地区数", "覆盖国家数"),
        width=16,
    ),
    Column(
        "start_year",
        pgettext_lazy("column", "Start of implementation"),
        Year(),
        _("The year, 2015 or later."),
        also=("start year", "start", "implementation since", "实施年份", "开始年份", "起始年份", "实施起始时间"),
        width=12,
    ),
    Column(
        "applicants",
        pgettext_lazy("column", "Applying organizations"),
        Names(),
        _("Official names. Several between semicolons, in the same order in every language."),
        per_language=True,
        also=("applying organization", "applicant", "applicants", "申报机构", "申报单位名称", "申报主体"),
        width=34,
    ),
    Column(
        "partners",
        pgettext_lazy("column", "Participating organizations"),
        Names(),
        _("Official names. Several between semicolons, in the same order in every language."),
        per_language=True,
        also=(
            "participating organization",
            "partners",
            "partner organizations",
            "合作单位",
            "联合申报单位",
            "参与机构",
        ),
        width=34,
    ),
    *(
        Column(
            code,
            label,
            Rich(),
            _("A line for each paragraph; lines that begin with • or with 1. 2. 3. become lists."),
            per_language=True,
            also=also,
            width=60,
        )
        for code, label, also in (
            ("background", pgettext_lazy("column", "Background"), ("项目背景", "案例背景")),
            ("cooperation", pgettext_lazy("column", "International cooperation"), ("cooperation", "国际合作情况")),
            ("implementation", pgettext_lazy("column", "Implementation"), ("实施", "案例实施情况", "实施过程")),
            (
                "benefits",
                pgettext_lazy("column", "Benefits"),
                ("benefits to humanity or society", "贡献", "社会效益", "成效", "对人类社会的贡献"),
            ),
        )
    ),
    Column(
        "figures",
        pgettext_lazy("column", "Key figures"),
        Lines(2, "17.5 million | learners"),
        _("A line for each: “17.5 million | learners”."),
        per_language=True,
        also=("figures", "数据", "主要数据"),
        width=34,
    ),
    Column(
        "links",
        pgettext_lazy("column", "Links"),
        Lines(2, "Website | https://example.org/"),
        _("A line for each: “Website | https://example.org/”."),
        per_language=True,
        also=("相关链接",),
        width=40,
    ),
    Column(
        "videos",
        pgettext_lazy("column", "Videos"),
        Lines(2, "Film | https://example.org/film"),
        _("A line for each video on another site: “Film | https://example.org/film”. Files are added in the page."),
        per_language=True,
        also=("video", "video address", "视频地址", "视频链接"),
        width=40,
    ),
    Column(
        "cover",
        pgettext_lazy("column", "Cover"),
        Kind(),
        _("Name of the picture's file in the ZIP: “mast.jpg”. Landscape, 1600 pixels wide or more."),
        also=("cover picture", "cover image", "封面图片", "封面图"),
        width=22,
    ),
    Column(
        "cover_alt",
        pgettext_lazy("column", "What the cover shows"),
        Kind(),
        _("For people who do not see the picture."),
        per_language=True,
        also=("cover description", "封面描述", "封面说明"),
        width=34,
    ),
    Column(
        "pictures",
        pgettext_lazy("column", "Pictures"),
        Names(),
        _("Names of files in the ZIP. Several between semicolons."),
        also=("images", "gallery", "图片文件", "配图"),
        width=30,
    ),
    Column(
        "picture_alts",
        pgettext_lazy("column", "What the pictures show"),
        Names(),
        _BESIDE,
        per_language=True,
        also=("descriptions of pictures", "图片描述"),
        width=34,
    ),
    Column(
        "picture_captions",
        pgettext_lazy("column", "Captions of pictures"),
        Names(),
        _BESIDE,
        per_language=True,
        also=("captions", "图注"),
        width=34,
    ),
    Column(
        "picture_credits",
        pgettext_lazy("column", "Credits of pictures"),
        Names(),
        _BESIDE,
        per_language=True,
        also=("credits", "图片署名"),
        width=24,
    ),
    Column(
        "sample_note",
        pgettext_lazy("column", "Note on sample data"),
        Plain(),
        _("Which values are assumed and not confirmed. Shown to visitors at the end of the page."),
        per_language=True,
        also=("sample note",),
        width=34,
    ),
    Column(
        "slug",
        pgettext_lazy("column", "Address"),
        Kind(),
        _("The end of the page's address: letters, digits, hyphens. Empty, it is made of the title."),
        also=("url", "网址", "slug"),
        width=22,
    ),
)

#: Columns by their code.
BY_CODE = {column.code: column for column in COLUMNS}


def places(languages):
    """The Places of all columns for tables with ``languages`` (codes, in order)."""
    return [Place(column, language) for column in COLUMNS for language in (languages if column.per_language else ("",))]


def place_of(key):
    """The Place of a key; KeyError for none."""
    code, _dot, language = key.partition(".")
    if BY_CODE[code].per_language != bool(language):
        raise KeyError(key)
    return Place(BY_CODE[code], language)
