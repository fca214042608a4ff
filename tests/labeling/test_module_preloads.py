"""The links that fetch a screen's modules in one round."""

from pathlib import Path

import pytest
from django.template import Context, Template

from labeling.templatetags.module_preloads import module_graph

FOLDER = Path(__file__).parents[2] / "labeling/static/labeling"


def test_the_graph_reaches_what_is_imported_by_imports() -> None:
    graph = module_graph("labeling/screen.js")
    assert graph[0] == "labeling/screen.js"
    assert {"labeling/ranking-task.js", "labeling/ranking.js", "labeling/api.js"} <= set(graph)
    assert len(graph) == len(set(graph))


def test_the_graph_names_files_that_exist() -> None:
    for name in module_graph("labeling/screen.js"):
        assert (FOLDER.parent / name).is_file(), name
    assert module_graph("labeling/words.js") == ("labeling/words.js",)


def test_each_module_is_linked_once_for_several_scripts() -> None:
    shown = Template(
        "{% load module_preloads %}{% module_preloads 'labeling/words.js' 'labeling/screen.js' 'labeling/words.js' %}"
    ).render(Context())
    assert shown.count("labeling/words.") == 1
    assert shown.count('rel="modulepreload"') == len(module_graph("labeling/screen.js"))


def test_a_script_that_is_missing_is_named() -> None:
    with pytest.raises(Exception, match=r"labeling/nowhere\.js"):
        module_graph("labeling/nowhere.js")
