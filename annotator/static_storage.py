"""Hashed static files, module imports rewritten to the hashed names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped library
    """Lets browsers cache for ever: a changed file has another name."""

    support_js_module_import_aggregation = True
