package mysql

// A declared column is what the protocol tells of one.
type declared struct {
	charset  uint16
	size     uint32
	code     byte
	flags    uint16
	decimals byte
}

// Flags and the character set of bytes (protocol documentation, "Column Definition").
const (
	flagUnsigned  = 1 << 5
	flagEnum      = 1 << 8
	flagSet       = 1 << 11
	charsetBinary = 63
)

// name is the type's name as the catalogue has it, in capitals.
func (d declared) name() string {
	integer := func(name string) string {
		if d.flags&flagUnsigned != 0 {
			return "UNSIGNED " + name
		}
		return name
	}
	characters := func(text, bytes string) string {
		switch {
		case d.flags&flagEnum != 0:
			return "ENUM"
		case d.flags&flagSet != 0:
			return "SET"
		case d.charset == charsetBinary:
			return bytes
		}
		return text
	}
	switch d.code {
	case 0x01:
		return integer("TINYINT")
	case 0x02:
		return integer("SMALLINT")
	case 0x09:
		return integer("MEDIUMINT")
	case 0x03:
		return integer("INT")
	case 0x08:
		return integer("BIGINT")
	case 0x00, 0xf6:
		return "DECIMAL"
	case 0x0f, 0xfd:
		return characters("VARCHAR", "VARBINARY")
	case 0xfe:
		return characters("CHAR", "BINARY")
	case 0xf9, 0xfa, 0xfb, 0xfc:
		return characters("TEXT", "BLOB")
	}
	return others()[d.code]
}

// others are the types whose name does not depend on more than their code.
func others() map[byte]string {
	return map[byte]string{
		0x04: "FLOAT", 0x05: "DOUBLE", 0x06: "NULL", 0x07: "TIMESTAMP", 0x0a: "DATE", 0x0b: "TIME", 0x0c: "DATETIME",
		0x0d: "YEAR", 0x0e: "DATE", 0x10: "BIT", 0xf2: "VECTOR", 0xf5: "JSON", 0xf7: "ENUM", 0xf8: "SET", 0xff: "GEOMETRY",
	}
}

// digits are the precision and scale of a decimal: its size counts the sign and the
// point.
func (d declared) digits() (precision, scale int64) {
	precision, scale = int64(d.size), int64(d.decimals)
	if d.flags&flagUnsigned == 0 {
		precision--
	}
	if scale > 0 {
		precision--
	}
	return precision, scale
}
