"""How compiled code sees the kernel's tables: as bare pointers to their records.

A NumPy array is seven values and a reference count wherever compiled code hands it on, and the
kernel has some forty of them: compiling it with arrays takes minutes.  So compiled functions are
handed one pointer, to the addresses of all tables; ``s.frames[f]`` is then a load and an addition.
Nothing checks an index, and a negative one does not count from the end.
"""

import operator
from typing import Any

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array

from sim.engines.compiled.records import TABLES, Array, State


class TableType(types.Type):
    """A pointer to numbers or records, in rows of ``width`` (0: in one dimension)."""

    def __init__(self, element: types.Type, width: int) -> None:
        self.element = element
        self.width = width
        super().__init__(f"Table({element}, {width})")

    @property
    def index(self) -> types.Type:
        """What an element is looked up by."""
        return types.UniTuple(types.intp, 2) if self.width else types.intp

    def takes(self, index: types.Type) -> bool:
        """Whether an index of this type looks up an element."""
        if self.width:
            return isinstance(index, types.BaseTuple) and len(index) == 2
        return isinstance(index, types.Integer)


class StateType(types.Type):
    """A pointer to the addresses of all tables."""

    def __init__(self) -> None:
        super().__init__("State")


class RowType(types.Record):
    """A record whose small integers are read as large ones, so that nothing overflows in between
    and every function is compiled for one kind of integer."""

    def wide(self, name: str) -> types.Type:
        """What a field is read as."""
        kind = self.typeof(name)
        return types.int64 if isinstance(kind, types.Integer) else kind


def _element_type(dtype: Any) -> types.Type:
    kind = numba.from_dtype(dtype)
    if isinstance(kind, types.Record):
        fields = [(name, field._asdict()) for name, field in kind.fields.items()]
        return RowType(fields, kind.size, kind.aligned)
    return kind


STATE = StateType()
ORDER = {name: place for place, name in enumerate(TABLES)}
KINDS = {name: TableType(_element_type(dtype), width) for name, (dtype, width) in TABLES.items()}

register_model(TableType)(models.OpaqueModel)
register_model(RowType)(models.RecordModel)
register_model(StateType)(models.OpaqueModel)


@typeof_impl.register(State)
def _typeof(state: State, context: Any) -> StateType:
    return STATE


@unbox(StateType)
def _unbox(kind: StateType, state: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(state, "address")
    pointer = c.builder.inttoptr(c.pyapi.long_as_longlong(address), cgutils.voidptr_t)
    c.pyapi.decref(address)
    return NativeValue(pointer)


@infer_getattr
class _Attributes(AttributeTemplate):
    key = StateType

    def generic_resolve(self, state: StateType, name: str) -> TableType | None:
        return KINDS.get(name)


@lower_getattr_generic(StateType)
def _table(context: Any, builder: Any, kind: StateType, state: Any, name: str) -> Any:
    """The address of a table, which stays the same for as long as compiled code runs."""
    place = ir.Constant(ir.IntType(64), 8 * ORDER[name])
    slot = builder.bitcast(builder.gep(state, [place]), cgutils.voidptr_t.as_pointer())
    address = builder.load(slot)
    address.set_metadata("invariant.load", builder.module.add_metadata([]))
    return address


@infer_getattr
class _Fields(AttributeTemplate):
    key = RowType

    def generic_resolve(self, row: RowType, name: str) -> types.Type | None:
        return row.wide(name) if name in row.fields else None


@lower_getattr_generic(RowType)
def _read(context: Any, builder: Any, kind: RowType, row: Any, name: str) -> Any:
    pointer = cgutils.get_record_member(
        builder, row, kind.offset(name), context.get_data_type(kind.typeof(name))
    )
    value = context.unpack_value(builder, kind.typeof(name), pointer)
    return context.cast(builder, value, kind.typeof(name), kind.wide(name))


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        table, index = arguments
        if isinstance(table, TableType) and table.takes(index):
            return numba.core.typing.signature(table.element, table, table.index)
        return None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    def generic(self, arguments: Any, keywords: Any) -> Any:
        table, index, _ = arguments
        if isinstance(table, TableType) and table.takes(index):
            return numba.core.typing.signature(types.none, table, table.index, table.element)
        return None


@lower_builtin(operator.getitem, TableType, types.intp)
@lower_builtin(operator.getitem, TableType, types.UniTuple)
def _get(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, (table, index) = signature.args[0], arguments
    pointer = _element(context, builder, kind, table, index)
    return context.unpack_value(builder, kind.element, pointer)


@lower_builtin(operator.setitem, TableType, types.intp, types.Any)
@lower_builtin(operator.setitem, TableType, types.UniTuple, types.Any)
def _set(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, (table, index, value) = signature.args[0], arguments
    pointer = _element(context, builder, kind, table, index)
    if isinstance(kind.element, types.Record):
        size = context.get_constant(types.intp, kind.element.size)
        cgutils.raw_memcpy(builder, pointer, value, size, 1)
    else:
        context.pack_value(builder, kind.element, value, pointer)
    return context.get_dummy_value()


def _element(context: Any, builder: Any, kind: TableType, table: Any, index: Any) -> Any:
    """A pointer to an element."""
    if kind.width:
        row, column = cgutils.unpack_tuple(builder, index, 2)
        width = context.get_constant(types.intp, kind.width)
        index = builder.add(builder.mul(row, width), column)
    data = context.get_data_type(kind.element)
    size = context.get_constant(types.intp, context.get_abi_sizeof(data))
    place = builder.gep(table, [builder.mul(index, size)], inbounds=True)
    return builder.bitcast(place, data.as_pointer())


def stretch(table: Array, first: int, size: int) -> Array:
    """``size`` numbers of a table from ``first`` on, as an array for a policy's rule."""
    return table[first : first + size]


@type_callable(stretch)
def _type_stretch(context: Any) -> Any:
    def typer(table: Any, first: Any, size: Any) -> Any:
        return types.Array(table.element, 1, "C")

    return typer


@lower_builtin(stretch, TableType, types.Integer, types.Integer)
def _stretch(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, (table, first, size) = signature.args[0], arguments
    pointer = _element(context, builder, kind, table, first)
    made = make_array(signature.return_type)(context, builder)
    item = context.get_constant(types.intp, context.get_abi_sizeof(pointer.type.pointee))
    populate_array(made, data=pointer, shape=[size], strides=[item], itemsize=item, meminfo=None)
    return made._getvalue()


def prefetch(table: Array, index: int) -> None:
    """Let the processor fetch an element that is going to be wanted; nothing in plain Python."""


@type_callable(prefetch)
def _type_prefetch(context: Any) -> Any:
    return lambda table, index: types.none


@lower_builtin(prefetch, TableType, types.Integer)
def _prefetch(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    table, index = arguments
    pointer = builder.bitcast(
        _element(context, builder, signature.args[0], table, index), cgutils.voidptr_t
    )
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
    fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    builder.call(fetch, [pointer, number(1), number(3), number(1)])
    return context.get_dummy_value()
