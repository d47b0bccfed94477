package ir

import "strings"

// cases gives the examples of every function with their results, as the reference shows
// them; a test works all of them out. today() is 2026-11-24 in them, and the
// dictionaries hold the nation 01 汉族, the division 110101 东城区 and the standard care
// of 300.00 for 1; the holidays are those of 2026.
func cases() map[string][]string {
	list := map[string][]string{}
	for line := range strings.Lines(caseTable) {
		if name, text, ok := strings.Cut(strings.TrimSpace(line), " | "); ok {
			list[name] = append(list[name], text)
		}
	}
	return list
}

// caseTable has a line for each example: the function, the expression, its result.
const caseTable = `
and | 1 < 2 and 2 < 1 => false
and | if(true, nil, 1) == 1 and 2 < 1 => false
or | 1 < 2 or 1 / 0 > 1 => true
not | not (1 < 2) => false
if | if(1 < 2, "a", "b") => a
coalesce | coalesce(if(true, nil, 1), 7) => 7
is_null | "" == nil => false
not_null | "" != nil => true
== | "a" == "A" => false
== | 1 == 1.00 => true
!= | 0.1 + 0.2 != 0.3 => false
< | "2026-02-01" < date("2026-01-31") => false
<= | 1200.00 <= 1200 => true
> | month("2026-02") > 202601 => true
>= | "张" >= "李" => false
in | 3 in [1, 2, 3] => true
in | 3 in [1, if(true, nil, 1)] => null
between | between(5, 1, 5) => true
min | min(3, 1, 2) => 1
max | max(3, 4.5) => 4.5
+ | 1 + 0.25 => 1.25
+ | date("2026-11-24") + 10 => 2026-12-04
- | date("2026-11-24") - date("2026-10-24") => 31
* | 3 * 0.25 => 0.75
/ | 2 / 3 => 0.666667
/ | 1 / 0 => fault: division by zero
% | -7 % 4 => -3
neg | -max(3, 1) => -3
abs | abs(-3.5) => 3.5
round | round(2.345, 2) => 2.35
floor | floor(-2.5) => -3
ceil | ceil(-2.5) => -2
to_integer | to_integer("0012") => 12
to_integer | to_integer("1a") => fault: not a number
to_decimal | to_decimal("2.345", 2) => 2.35
is_number | is_number("-2.50") => true
startsWith | "110105" startsWith "1101" => true
endsWith | "东城区" endsWith "区" => true
contains | "北京市东城区" contains "东城" => true
matches | "PC202611-001" matches "^PC[0-9]{6}-[0-9]{3}$" => true
len | len("𠮷田") => 2
lower | lower("Ab") => ab
upper | upper("Ab") => AB
trim | trim("　张三 ") => 张三
blank | blank("　") => true
left | left("110105", 2) => 11
right | right("110105", 2) => 05
substr | substr("110105199001011234", 7, 8) => 19900101
slice | "110105"[0:2] => 11
replace | replace("张 三", " ", "") => 张三
concat | concat("张", "三") => 张三
pad_left | pad_left("7", 3, "0") => 007
pad_left | pad_left("7", 4001, "0") => fault: text too long
is_digits | is_digits("１２") => false
is_chinese_name | is_chinese_name("迪丽热巴·迪力木拉提") => true
fold_width | fold_width("Ａ　１２") => A 12
name_key | name_key("迪丽热巴・ 迪力木拉提") => 迪丽热巴迪力木拉提
extract | extract("PC202611-001", "^PC([0-9]{6})") => 202611
extract | extract("X", "^PC([0-9]{6})") => null
to_text | to_text(month("2026-11"), "yyyyMM") => 202611
date | date("20240229", "yyyyMMdd") => 2024-02-29
date | date("2026-02-30") => fault: not a date
is_date | is_date("20260230", "yyyyMMdd") => false
month | month(date("2026-11-24")) => 2026-11
year | year(date("2026-11-24")) => 2026
month_of | month_of(date("2026-11-24")) => 11
day | day(date("2026-11-24")) => 24
weekday | weekday(date("2026-11-24")) => 2
today | today() => 2026-11-24
now | now() => 2026-11-24 08:00:00
days_between | days_between(date("2026-11-24"), date("2026-11-20")) => -4
working_days_between | working_days_between(date("2026-11-20"), date("2026-11-24")) => 2
working_days_between | working_days_between(date("1999-01-01"), date("2026-11-24")) => null
months_between | months_between(date("2026-01-31"), date("2026-02-28")) => 1
seconds_between | seconds_between(now(), now()) => 0
add_days | add_days(date("2024-02-28"), 2) => 2024-03-01
add_months | add_months(date("2026-01-31"), 1) => 2026-02-28
first_day | first_day(month("2026-02")) => 2026-02-01
last_day | last_day(date("2024-02-10")) => 2024-02-29
age | age(date("1966-11-25")) => 59
id_card_valid | id_card_valid("11010519491231002X") => true
id_card_fault | id_card_fault("110105194912310021") => check digit
id_card_birth | id_card_birth("11010519491231002X") => 1949-12-31
id_card_birth | id_card_birth("110105194902310020") => null
id_card_sex | id_card_sex("11010519491231002X") => 女
id_card_division | id_card_division("11010519491231002X") => 110105
credit_code_valid | credit_code_valid("91350100M000100Y43") => true
bank_card_valid | bank_card_valid("4111111111111111") => true
disability_card_valid | disability_card_valid("11010519491231002X12") => true
phone_valid | phone_valid("13800138000") => true
division_valid | division_valid("110101") => true
division_valid | division_valid("110101", date("1949-01-01")) => null
division_name | division_name("110101") => 东城区
code_valid | code_valid("nation", "99") => false
code_title | code_title("nation", "01") => 汉族
code_count | code_count("nation") => 1
code_count | code_count("nation", date("1900-01-01")) => null
standard | standard("care", "1", month("2026-11")) => 300.0000
`
