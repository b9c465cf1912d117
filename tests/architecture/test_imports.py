"""What import-linter cannot say in one contract."""

import grimp

GRAPH = grimp.build_graph("gewu", exclude_type_checking_imports=True)


def app_of(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def test_only_an_app_imports_its_own_models() -> None:
    models = {m for m in GRAPH.modules if ".models" in m and app_of(m) != "kernel"}
    strays = [
        f"{importer} -> {model}"
        for model in sorted(models)
        for importer in sorted(GRAPH.find_modules_that_directly_import(model))
        if app_of(importer) != app_of(model)
    ]
    assert strays == []


def test_nobody_imports_signals() -> None:
    strays = [m for m in GRAPH.modules if m.endswith(".signals")]
    assert strays == []
