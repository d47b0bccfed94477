package decode

import (
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A textColumn builds a string array: most values of a table are texts, and appending
// one is a copy and an offset. Arrow's own builder looks at four counters for each. A
// column without a null has no validity bitmap.
type textColumn struct {
	mem     memory.Allocator
	offsets *memory.Buffer // of 32 bits, one more than values
	data    *memory.Buffer
	valid   *memory.Buffer // nil while there is no null

	ends  []int32 // the memory of offsets
	bytes []byte  // the memory of data
	n     int
	used  int // of bytes
	nulls int
}

const (
	firstTexts = 1024 // values that a new column has room for
	firstBytes = 16 << 10
	offsetSize = 4
)

func newTextColumn(mem memory.Allocator) *textColumn { return &textColumn{mem: mem} }

// append adds a text; the bytes are copied.
func (c *textColumn) append(text []byte) {
	if c.n+1 >= len(c.ends) {
		c.moreTexts()
	}
	if c.used+len(text) > len(c.bytes) {
		c.moreBytes(len(text))
	}
	c.used += copy(c.bytes[c.used:], text)
	c.n++
	c.ends[c.n] = int32(c.used)
	if c.valid != nil {
		bitutil.SetBit(c.validBits(), c.n-1)
	}
}

func (c *textColumn) appendNull() {
	if c.n+1 >= len(c.ends) {
		c.moreTexts()
	}
	c.n++
	c.ends[c.n] = int32(c.used)
	c.nulls++
	if c.valid == nil {
		c.valid = memory.NewResizableBuffer(c.mem)
		bits := c.validBits()
		for i := range c.n - 1 {
			bitutil.SetBit(bits, i)
		}
	}
	bitutil.ClearBit(c.validBits(), c.n-1)
}

// validBits is the bitmap with room for every value there is room for.
func (c *textColumn) validBits() []byte {
	if size := int(bitutil.BytesForBits(int64(len(c.ends)))); c.valid.Len() < size {
		old := c.valid.Len()
		c.valid.ResizeNoShrink(size)
		clear(c.valid.Bytes()[old:])
	}
	return c.valid.Bytes()
}

func (c *textColumn) moreTexts() {
	if c.offsets == nil {
		c.offsets = memory.NewResizableBuffer(c.mem)
	}
	room := max(firstTexts, 2*len(c.ends))
	c.offsets.ResizeNoShrink(room * offsetSize)
	c.ends = unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(c.offsets.Bytes()))), room)
	if c.n == 0 {
		c.ends[0] = 0
	}
}

func (c *textColumn) moreBytes(n int) {
	if c.data == nil {
		c.data = memory.NewResizableBuffer(c.mem)
	}
	c.data.ResizeNoShrink(max(firstBytes, 2*len(c.bytes), c.used+n))
	c.bytes = c.data.Bytes()
}

// take hands out what was appended and begins anew, with as much room. The caller
// releases the array.
func (c *textColumn) take() arrow.Array {
	texts, bytes := len(c.ends), len(c.bytes)
	if c.offsets == nil {
		c.moreTexts()
	}
	if c.data == nil {
		c.data = memory.NewResizableBuffer(c.mem)
	}
	c.offsets.ResizeNoShrink((c.n + 1) * offsetSize)
	c.data.ResizeNoShrink(c.used)
	if c.valid != nil {
		c.valid.ResizeNoShrink(int(bitutil.BytesForBits(int64(c.n))))
	}
	data := array.NewData(arrow.BinaryTypes.String, c.n, []*memory.Buffer{c.valid, c.offsets, c.data}, nil, c.nulls, 0)
	defer data.Release()
	made := array.NewStringData(data)
	c.release()
	if texts > 0 {
		c.reserve(texts, bytes)
	}
	return made
}

// reserve makes room for the next batch, which will be like the last.
func (c *textColumn) reserve(texts, bytes int) {
	c.offsets = memory.NewResizableBuffer(c.mem)
	c.offsets.ResizeNoShrink(texts * offsetSize)
	c.ends = unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(c.offsets.Bytes()))), texts)
	c.ends[0] = 0
	if bytes > 0 {
		c.data = memory.NewResizableBuffer(c.mem)
		c.data.ResizeNoShrink(bytes)
		c.bytes = c.data.Bytes()
	}
}

// release frees what was not handed out. It is safe to call twice.
func (c *textColumn) release() {
	for _, b := range []*memory.Buffer{c.offsets, c.data, c.valid} {
		if b != nil {
			b.Release()
		}
	}
	*c = textColumn{mem: c.mem}
}
