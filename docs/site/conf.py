"""The configuration of Sphinx, which builds the site."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

from scn_compiler.pygments_lexer import ScnLexer

project = "scn"
html_title = "scn"
extensions = ["myst_parser", "sphinx_copybutton"]
copybutton_prompt_text = "$ "
myst_enable_extensions = ["attrs_block", "attrs_inline"]
myst_heading_anchors = 4
exclude_patterns = ["_build"]
html_theme = "furo"
html_static_path = [str(Path(__file__).with_name("static"))]
html_css_files = ["site.css"]
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_domain_indices = False
html_use_index = False
html_theme_options = {"navigation_with_keys": True, "top_of_page_buttons": []}
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"


def setup(app: Sphinx) -> None:
    """Color scripts with our own lexer, and let searches find keywords that are common English words."""
    SearchEnglish.stopwords = SearchEnglish.stopwords - {"after", "and", "or", "then", "when"}
    app.add_lexer("scn", ScnLexer)
