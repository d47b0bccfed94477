package feedback

import "strings"

// Reason says in words for the other side why a row violates: how two sides part, in
// words, then what the check says of itself, else what its kind stands for. Any may be
// empty.
func Reason(parted, why, kind string) string {
	if why == "" {
		why = map[string]string{
			"type": "值不能按约定的类型读出", "required": "必填项为空", "length": "长度超出约定", "format": "不符合规定的编码格式或校验位",
			"code": "值不在约定的代码表中", "range": "值超出约定的范围", "unique": "应当唯一的键重复出现",
			"exists_in": "在应有对应记录的数据中查不到", "absent_from": "出现在不应出现的数据中",
			"control_total": "申报的笔数或金额与明细不符", "reconcile": "双方数据不一致", "group": "分组的笔数或金额不符合约定",
		}[kind]
	}
	if parted == "" || why == "" {
		return parted + why
	}
	return strings.Join([]string{parted, why}, "；")
}
