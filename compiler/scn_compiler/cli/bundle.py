"""The bundle: the compiled modules of scn and of the standard library in one file; Python would find and read each.

Finding and reading 180 modules takes as long as Python takes to start. The first run therefore writes their bytecode
to one file where Python caches bytecode, and later runs load them from there. As with any bytecode, a module whose
source has another size or time is loaded from the source. Without a bundle, everything works, but starts more slowly.
"""

import marshal
import os
import sys
from _thread import allocate_lock

import scn_compiler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from io import FileIO
    from types import CodeType, ModuleType

    def cache_from_source(path: str) -> str:
        """Return the path of the bytecode of a source file."""
else:  # `importlib` loads more; these two are its parts, which Python has already loaded
    from _frozen_importlib import ModuleSpec
    from _frozen_importlib_external import SourceFileLoader, cache_from_source

_Entry = tuple[str, bool, int, int, int, int]
"""File, whether it is a package, size and modification time of the file, start and end of its bytecode."""

_PACKAGES = ("scn_compiler", "scn_dsl", "scn_grammar")
_LIBRARY = os.path.dirname(getattr(os, "__file__", ""))  # noqa: PTH120
"""The folder of the standard library."""

_SIZE = 8
"""Bytes at the start of the file: the length of the index, which comes next, and then the bytecode."""

_read_at: "Callable[[int, int, int], bytes] | None" = getattr(os, "pread", None)
"""Reads without the position in the file, which forked processes share; Windows has neither."""


class _Loader(SourceFileLoader):
    """Loads a module from bytecode in memory; everything else comes from its source file."""

    def __init__(self, name: str, file: str, bundle: "Bundle") -> None:
        super().__init__(name, file)
        self._bundle = bundle

    def get_code(self, fullname: str) -> "CodeType":
        code: CodeType = marshal.loads(self._bundle.code_of(fullname))
        return code


class Bundle:
    """Finds modules for `import`, as an entry of `sys.meta_path`."""

    def __init__(self, stream: "FileIO | None" = None) -> None:
        self._stream = stream
        self._reading = allocate_lock()
        self._loaded_before = frozenset(sys.modules)
        self._entries: dict[str, _Entry] = {}
        if stream:
            self._start = _SIZE + int.from_bytes(stream.read(_SIZE), "big")
            version, length, entries = marshal.loads(stream.read(self._start - _SIZE))
            is_whole = os.fstat(stream.fileno()).st_size == self._start + length
            self._entries = entries if version == sys.version and is_whole else {}

    def code_of(self, name: str) -> bytes:
        """Read the bytecode of a module."""
        assert self._stream
        start, end = self._entries[name][4:]
        if _read_at:
            return _read_at(self._stream.fileno(), end - start, self._start + start)
        with self._reading:
            self._stream.seek(self._start + start)
            return self._stream.read(end - start)

    def find_spec(
        self,
        name: str,
        path: "Sequence[str] | None" = None,
        target: "ModuleType | None" = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Find a module whose source file is what it was when its bytecode was stored."""
        if name not in self._entries:
            return None
        file, is_package = self._entries[name][:2]
        folder = os.path.dirname(os.path.dirname(file) if is_package else file)  # noqa: PTH120
        if folder != (path[0] if path else _LIBRARY) or not self._is_current(name):
            return None
        spec = ModuleSpec(name, _Loader(name, file, self), origin=file, is_package=is_package)
        spec.has_location = True
        spec.cached = _file()
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file)]  # noqa: PTH120
        return spec

    def _is_current(self, name: str) -> bool:
        """Return whether the source file of a module is what it was when its bytecode was stored."""
        file, _, size, time, _, _ = self._entries[name]
        try:
            state = os.stat(file)  # noqa: PTH116
        except OSError:
            return False
        return (state.st_size, state.st_mtime_ns) == (size, time)

    def close(self) -> None:
        """Stop finding modules; write a new bundle if this process loaded modules that this one doesn't have."""
        sys.meta_path.remove(self)
        loaded = [name for name in sys.modules if name not in self._loaded_before and _may_store(name)]
        new = [name for name in loaded if self._lacks(name)]
        try:
            if new and not sys.dont_write_bytecode:
                self._write(new)
        except Exception:  # a read-only folder, or a source that is being edited: the run itself was fine
            return
        finally:
            if self._stream:
                self._stream.close()

    def _lacks(self, name: str) -> bool:
        """Return whether Python itself has found a loaded module, and the bundle doesn't have its current source."""
        spec = getattr(sys.modules[name], "__spec__", None)  # `typing` adds modules without one
        if not spec or type(spec.loader) is not SourceFileLoader:
            return False
        is_known = name in self._entries and self._entries[name][0] == spec.origin
        return not (is_known and self._is_current(name))

    def _write(self, new: list[str]) -> None:
        temporary = f"{_file()}.{os.getpid()}"
        if not os.access(os.path.dirname(temporary), os.W_OK):  # noqa: PTH120
            return
        index: dict[str, _Entry] = {}
        codes: list[bytes] = []
        length = 0
        for name in {**self._entries, **dict.fromkeys(new)}:
            entry, code = _compiled(name) if name in new else (self._entries[name], self.code_of(name))
            index[name] = (*entry[:4], length, length + len(code))
            codes.append(code)
            length += len(code)
        if self._stream:
            self._stream.close()
        start_of_file = marshal.dumps((sys.version, length, index))
        try:
            with open(temporary, "wb") as stream:  # noqa: PTH123
                stream.writelines([len(start_of_file).to_bytes(_SIZE, "big"), start_of_file, *codes])
            os.replace(temporary, _file())  # noqa: PTH105
        except BaseException:  # the disk is full, or another run has the bundle open on Windows
            os.unlink(temporary)  # noqa: PTH108
            raise


def _may_store(name: str) -> bool:
    """Return whether a module is one of scn, below its packages, or one of the standard library."""
    package, _, module = name.partition(".")
    return bool(module) if package in _PACKAGES else package in sys.stdlib_module_names


def _compiled(name: str) -> tuple[_Entry, bytes]:
    """Return the entry of a loaded module, and its bytecode."""
    spec = sys.modules[name].__spec__
    assert spec and spec.origin and isinstance(spec.loader, SourceFileLoader)
    state = os.stat(spec.origin)  # noqa: PTH116  (before the code is read: a later change makes the entry invalid)
    code = marshal.dumps(spec.loader.get_code(name))
    is_package = spec.submodule_search_locations is not None
    return (spec.origin, is_package, state.st_size, state.st_mtime_ns, 0, len(code)), code


def install() -> Bundle:
    """Load modules from the bundle from now on."""
    try:
        bundle = Bundle(open(_file(), "rb", buffering=0))  # noqa: PTH123, SIM115  (open until the end)
    except Exception:  # no earlier run wrote one, or it is damaged
        bundle = Bundle()
    sys.meta_path.insert(0, bundle)
    return bundle


def _file() -> str:
    """Return the path of the bundle: where Python stores bytecode, with another name for `-O`.

    Raises:
        NotImplementedError: if Python stores no bytecode.
    """
    bytecode = cache_from_source(os.path.join(scn_compiler.__path__[0], "modules.py"))  # noqa: PTH118
    return bytecode.removesuffix("pyc") + "bundle"
