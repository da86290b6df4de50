"""Where links lead."""

import os


def leads_outside(path: str) -> bool:
    """Whether the file at `path` lies, behind all links, outside of its repository; without one, of its folder."""
    from scn_compiler.project.gitignore import repository_root  # noqa: PLC0415  (links are rare)
    from scn_compiler.project.walk import lies_in  # noqa: PLC0415  (likewise)

    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return not lies_in(os.path.realpath(path), repository_root(folder) or folder)
