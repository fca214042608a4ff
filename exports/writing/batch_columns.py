"""A batch as columns for Parquet: every text once, in a dictionary, and for each row which one it has.

So a text that stands in six rows is copied, compressed and kept in memory once.
"""

from collections.abc import Collection, Sequence

import pyarrow as pa

from exports.writing.arrays import arrow_type
from exports.writing.batch import Batch, dashed, take_together
from exports.writing.columns import MESSAGES, Column

TEXT = pa.dictionary(pa.int32(), pa.string())
MESSAGE = pa.struct([pa.field("role", TEXT), pa.field("content", TEXT)])


def schema_of(columns: Sequence[Column], joined: Collection[str]) -> pa.Schema:
    """joined: the names of columns in which each row has a text of its own."""
    return pa.schema([pa.field(column.name, shared_type(column, joined)) for column in columns])


def shared_type(column: Column, joined: Collection[str]) -> pa.DataType:
    if column.type is MESSAGES:
        return pa.list_(MESSAGE)
    return TEXT if column.type == "string" and column.name not in joined else arrow_type(column.type)


class Columns:
    """Made by whoever has the batch; `table` is few large steps of pyarrow, without the interpreter's lock."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        # The one text that stands in all rows of a column.
        self._constant: dict[str, str] = {}
        for name in batch.plan.place_of:
            if batch.types[name] == "string" and batch.is_constant(name):
                self._constant[name] = batch.values(name)[0]
        self._names = [[name for name in names if name and name not in self._constant] for names in batch.plan.kinds]
        # Of each kind, which of the parts that some row takes each row takes; and of these parts the columns.
        self._places: list[pa.Array] = []
        self._columns: list[list[pa.Array]] = []
        # Numbers stand in those columns for texts, which are here: of a message, its roles and its contents.
        self._texts: dict[str, list[pa.Array]] = {}
        for names, places in zip(self._names, batch.places, strict=True):
            taken = places.dictionary_encode()
            arrays = take_together([batch.array(name) for name in names], taken.dictionary)
            self._places.append(taken.indices)
            self._columns.append([self._numbered(*named) for named in zip(names, arrays, strict=True)])

    def _numbered(self, name: str, array: pa.Array) -> pa.Array:
        """The column with numbers for its texts."""
        if self._batch.types[name] is MESSAGES:
            found = [field.dictionary_encode() for field in array.values.flatten()]
            self._texts[name] = [one.dictionary for one in found]
            numbers = pa.StructArray.from_arrays([one.indices for one in found], names=MESSAGE.names)
            return pa.ListArray.from_arrays(array.offsets, numbers)
        if self._batch.types[name] == "string":
            found = array.dictionary_encode()
            self._texts[name] = [found.dictionary]
            return found.indices
        return array

    def table(self, schema: pa.Schema) -> pa.Table:
        found: dict[str, pa.Array] = {}
        for names, columns, places in zip(self._names, self._columns, self._places, strict=True):
            for name, taken in zip(names, take_together(columns, places), strict=True):
                found[name] = self._with_texts(name, taken)
        nought = pa.repeat(pa.scalar(0, pa.int32()), self._batch.rows)
        for name, text in self._constant.items():
            found[name] = pa.DictionaryArray.from_arrays(nought, pa.array([text], pa.string()))
        for name, of in self._batch.plan.joined.items():
            found[name] = dashed([found[one].cast(pa.string()) for one in of])
        return pa.Table.from_arrays([found[name] for name in schema.names], schema=schema)

    def _with_texts(self, name: str, taken: pa.Array) -> pa.Array:
        texts = self._texts.get(name)
        if texts is None:
            return taken
        if self._batch.types[name] is MESSAGES:
            fields = [pa.DictionaryArray.from_arrays(*one) for one in zip(taken.values.flatten(), texts, strict=True)]
            return pa.ListArray.from_arrays(taken.offsets, pa.StructArray.from_arrays(fields, fields=list(MESSAGE)))
        return pa.DictionaryArray.from_arrays(taken, texts[0])
