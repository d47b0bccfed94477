package measure_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// words that Oracle does not have, or not before release 23.
var foreignWords = []string{
	"LIMIT", "EXCEPT", "TRUE", "FALSE", "BOOLEAN", "ILIKE", "REGEXP", "IFNULL", "TEXT", "BIGINT", "SIGNED", "STRPOS",
	"CHAR_LENGTH", "POSITION", "CONCAT_WS", "DATEDIFF", "LOCATE", "AUTOINCREMENT", "FILTER", "USING", "RECURSIVE", "IF", "NOW",
}

// laterWords are of release 12 or later: 11g refuses them.
var laterWords = []string{
	"OFFSET", "FETCH", "STANDARD_HASH", "COLLATE", "COLLATION", "NLS_COLLATION_NAME", "LATERAL", "APPLY", "MATCH_RECOGNIZE", "CONTAINERS",
	"APPROX_COUNT_DISTINCT", "APPROX_MEDIAN", "APPROX_PERCENTILE", "ANY_VALUE", "BIT_AND_AGG", "BIT_OR_AGG", "BIT_XOR_AGG", "CHECKSUM", "KURTOSIS_POP",
	"JSON_VALUE", "JSON_QUERY", "JSON_TABLE", "JSON_EXISTS", "JSON_OBJECT", "JSON_ARRAYAGG", "VALIDATE_CONVERSION", "TO_UTC_TIMESTAMP_TZ",
	"ORACLE_MAINTAINED", "CON_ID", "VERSION_FULL", "DEFAULT", "OVERFLOW",
}

// shortName is how many bytes a name may have in 11g.
const shortName = 30

var (
	quotedText = regexp.MustCompile(`'(?:[^']|'')*'`)
	quotedName = regexp.MustCompile(`"(?:[^"]|"")*"`)
	token      = regexp.MustCompile(`:\d+|::|[A-Za-z_][A-Za-z0-9_$#]*|\S`)
)

// foreign names the constructs of a statement that an Oracle of any release from 11g on
// would refuse.
func foreign(statement string) []string {
	var problems []string
	statement, _, _ = strings.Cut(statement, "--")
	statement = quotedText.ReplaceAllString(statement, " 'x' ")
	for _, name := range quotedName.FindAllString(statement, -1) {
		if len(strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`)) > shortName {
			problems = append(problems, "a name of more than 30 bytes")
		}
	}
	tokens := token.FindAllString(quotedName.ReplaceAllString(statement, " NAME "), -1)
	depth, inFrom := 0, map[int]bool{}
	for i, word := range tokens {
		upper := strings.ToUpper(word)
		switch {
		case i > 0 && tokens[i-1] == ".": // a column of a view
		case upper == "(":
			depth++
		case upper == ")":
			delete(inFrom, depth)
			depth--
		case upper == "FROM" || upper == "JOIN":
			inFrom[depth] = true
		case slices.Contains([]string{"SELECT", "WHERE", "GROUP", "ORDER", "HAVING", "ON"}, upper):
			inFrom[depth] = false
		case upper == "AS" && inFrom[depth]:
			problems = append(problems, "AS before an alias of a table")
		case slices.Contains(laterWords, upper):
			problems = append(problems, word+", which 11g has not")
		case upper == "LISTAGG" && i+2 < len(tokens) && strings.EqualFold(tokens[i+2], "DISTINCT"):
			problems = append(problems, "a distinct LISTAGG, which 11g has not")
		case len(upper) > shortName:
			problems = append(problems, "a name of more than 30 bytes")
		case slices.Contains(foreignWords, upper), slices.Contains([]string{"::", "`", "?", "$", "[", ";", "^", "~"}, upper):
			problems = append(problems, word)
		case upper == "=" && i > 0 && strings.EqualFold(tokens[i-1], "="), upper == "<" && i+1 < len(tokens) && tokens[i+1] == "=" && i+2 < len(tokens) && tokens[i+2] == ">":
			problems = append(problems, "an operator of another server")
		case upper == "IS" && i > 0 && tokens[i-1] == ")" && endsCondition(tokens[:i]):
			problems = append(problems, "IS after a condition, which is no value")
		}
	}
	return problems
}

// endsCondition tells that the parenthesis which closes at the end holds a comparison.
func endsCondition(tokens []string) bool {
	depth := 0
	for _, token := range slices.Backward(tokens) {
		switch token {
		case ")":
			depth++
		case "(":
			if depth--; depth == 0 {
				return false
			}
		case "=", "<", ">":
			if depth == 1 {
				return true
			}
		}
	}
	return false
}

// TestForeign: the lint would notice what the other servers take.
func TestForeign(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]int{
		`SELECT "A" FROM "T" WHERE ("B" > :1) AND RTRIM("C", ' ') <> :2`:           0,
		`SELECT COUNT(CASE WHEN ("A" > :1) THEN 1 END) FROM (SELECT A FROM T) "Q"`: 0,
		`SELECT CAST(A AS NUMBER) AS X FROM T WHERE 'LIMIT' = :1 AND "TRUE" = 1`:   0,
		`SELECT A FROM T LIMIT 5`:                              1,
		`SELECT A FROM T FETCH FIRST 5 ROWS ONLY`:              1,
		`SELECT A FROM T AS X`:                                 1,
		`SELECT A FROM (SELECT B FROM T AS X)`:                 1,
		`SELECT A::text FROM T`:                                2,
		"SELECT `A` FROM T":                                    2,
		`SELECT A FROM T WHERE A = TRUE`:                       1,
		`SELECT A FROM T WHERE A = ?`:                          1,
		`SELECT A FROM T WHERE A = $1`:                         1,
		`SELECT A FROM T EXCEPT SELECT A FROM U`:               1,
		`SELECT A FROM T WHERE (A > :1) IS NULL`:               1,
		`SELECT "A_NAME_THAT_IS_LONGER_THAN_11G_TAKES" FROM T`: 1,
		`SELECT A FROM T;`:                                     1,
		`SELECT STANDARD_HASH(A, 'MD5') FROM T`:                1,
		`SELECT LISTAGG(DISTINCT A, ',') FROM T`:               1,
		`SELECT LISTAGG(A, ',') FROM T`:                        0,
		`SELECT A FROM T ORDER BY A OFFSET 5 ROWS`:             1,
		`SELECT A_NAME_THAT_IS_LONGER_THAN_11G_TAKES FROM T`:   1,
		`SELECT ORACLE_MAINTAINED FROM ALL_USERS`:              1,
		`SELECT A FROM T WHERE A = 'b' COLLATE BINARY_CI`:      1,
	} {
		if got := foreign(statement); len(got) != want {
			t.Errorf("%s: %v, want %d", statement, got, want)
		}
	}
}

// TestOracleGoldens: nor does any other statement that is written for Oracle have one.
func TestOracleGoldens(t *testing.T) {
	t.Parallel()
	var paths []string
	for _, pattern := range []string{"connectors/oracle/testdata/*.golden", "rules/*/testdata/oracle*.golden", "pipelines/*/testdata/oracle*.golden"} {
		found, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			t.Errorf("%s: no file (%v)", pattern, err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		if filepath.Base(path) == "codes.golden" { // no statements, but what errors mean
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		linted := 0
		for line := range strings.Lines(string(text)) {
			statement, _, _ := strings.Cut(strings.TrimSpace(line), "  [") // bind values stand behind
			if !strings.HasPrefix(line, "SELECT") && !strings.HasPrefix(line, "    (") {
				continue // a heading, values, or what Dogwatch judges
			}
			linted++
			for _, problem := range foreign(statement) {
				t.Errorf("%s: %s in\n%s", path, problem, statement)
			}
		}
		if linted == 0 {
			t.Errorf("%s has no statement", path)
		}
	}
}
