package estate

import "strings"

// Groups is the database that all system groups of regular maintenance share.
const Groups = "groups"

// A front is a front-end database: of one system, or of the groups.
type front struct{ id, source, title string }

func fronts() []front {
	return []front{
		{Disabled, DisabledSource, "残疾人两项补贴前置库"},
		{Elderly, ElderlySource, "养老津贴前置库"},
		{Assistance, AssistanceSource, "社会救助前置库"},
		{"disabled-welfare-institutions", "welfare-front", "残障人福利机构前置库"},
		{"child-services", "children-front", "儿童服务前置库"},
		{"child-welfare-institutions", "homes-front", "儿童福利机构前置库"},
		{"citizen-adoption", "adoption-front", "收养登记前置库"},
		{"elderly-institutions", "institutions-front", "养老机构前置库"},
		{"elderly-stations", "stations-front", "养老驿站前置库"},
		{"elderly-care-training-subsidy", "training-front", "养老人才培训前置库"},
		{"smart-elderly-supervision", "supervision-front", "智慧养老监管前置库"},
		{"elderly-ability-assessment", "assessment-front", "老年人能力评估前置库"},
		{"household-economy-verification", "verification-front", "经济状况核对前置库"},
		{"social-organisations", "organisations-front", "社会组织前置库"},
		{"social-org-credit", "credit-front", "社会组织信用前置库"},
		{"sms-service", "sms-front", "短信服务前置库"},
		{Groups, "groups-front", "整体运维前置库"},
	}
}

// standbySource is the HR bureau's second address, over TLS.
const standbySource = "hrss-standby-service"

// A callSource is an interface that is asked over HTTP.
type callSource struct {
	source, title string
	secure        bool // over TLS
}

func callSources() []callSource {
	return []callSource{
		{LicenceSource, "电子证照接口", true},
		{"archive-service", "电子档案接口", false},
		{"beijing-tong", "北京通用户认证接口", true},
		{"hrss-service", "人社局数据比对接口", false},
		{standbySource, "人社局数据比对备用接口", true},
		{"requester-service", "核对报告查看接口", false},
		{"hosts", "服务器与中间件指标", false},
	}
}

// Systems lists what may have a front-end database, in order: the systems, and Groups.
func Systems() []string {
	var all []string
	for _, f := range fronts() {
		all = append(all, f.id)
	}
	return all
}

// SourceOf is the name of the source of a front-end database; "" for a name that is
// not one of Systems.
func SourceOf(system string) string {
	for _, f := range fronts() {
		if f.id == system {
			return f.source
		}
	}
	return ""
}

// frontOf is the database in which a system's tables lie.
func frontOf(system string) string {
	if strings.HasSuffix(system, "-group") || system == "cross-business-supervision" {
		return Groups
	}
	return system
}
