package postgres

import (
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// closeWithin is how long a goodbye may take.
const closeWithin = time.Second

// textOf writes bind values as PostgreSQL reads them; nil is null. A value of another
// type is refused rather than printed somehow.
func textOf(args []any) ([][]byte, error) {
	out := make([][]byte, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case nil:
		case string:
			out[i] = append([]byte{}, arg...)
		case []byte:
			out[i] = append([]byte{}, arg...)
		case bool:
			out[i] = strconv.AppendBool(nil, arg)
		case int:
			out[i] = strconv.AppendInt(nil, int64(arg), 10)
		case int64:
			out[i] = strconv.AppendInt(nil, arg, 10)
		case float64:
			out[i] = strconv.AppendFloat(nil, arg, 'g', -1, 64)
		case time.Time:
			out[i] = arg.AppendFormat(nil, "2006-01-02 15:04:05.999999")
		default:
			return nil, sqldb.UnusableValue(arg)
		}
	}
	return out, nil
}
