package estate

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
)

// licencePath stands before the desk in the address of a call.
const licencePath = "/licence/verify/"

// A LicenceService is the e-licence service of the estate: POST to
// /licence/verify/DESK answers with the licences of the desk's applicants. It serves
// one estate at a time and may be shared by goroutines; the zero value answers 503.
type LicenceService struct {
	current atomic.Pointer[Estate]
}

// Serve answers from e from now on.
func (s *LicenceService) Serve(e *Estate) { s.current.Store(e) }

// Licences is the e-licence service of this estate alone.
func (e *Estate) Licences() http.Handler {
	s := &LicenceService{}
	s.Serve(e)
	return s
}

// ServeHTTP answers one call.
func (s *LicenceService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := s.current.Load()
	desk, found := strings.CutPrefix(r.URL.Path, licencePath)
	switch {
	case e == nil:
		answer(w, http.StatusServiceUnavailable, reply{Code: "503", Message: "not ready"})
	case !found || e.licences[desk] == nil:
		answer(w, http.StatusNotFound, reply{Code: "404", Message: "no such desk"})
	case r.Method != http.MethodPost:
		answer(w, http.StatusMethodNotAllowed, reply{Code: "405", Message: "use POST"})
	case e.broken[desk]:
		answer(w, http.StatusInternalServerError, reply{Code: "500", Message: "internal error"})
	default:
		answer(w, http.StatusOK, reply{Code: "0", Message: "success", Data: pageOf(e.licences[desk])})
	}
}

type reply struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Data    *page  `json:"data,omitempty"`
}

type page struct {
	Total int    `json:"total"`
	Items []item `json:"items"`
}

// item is a licence as the service writes it, with pinyin names of its own.
type item struct {
	No        string  `json:"zzbh"`
	Kind      string  `json:"zzlx"`
	Holder    citizen `json:"czr"`
	Applicant citizen `json:"sqr"`
	Issued    string  `json:"fzrq"`
	Until     *string `json:"yxqz"`
	State     string  `json:"zt"`
}

type citizen struct {
	ID   string `json:"sfzh"`
	Name string `json:"xm"`
}

func pageOf(licences []licence) *page {
	p := &page{Total: len(licences), Items: make([]item, len(licences))}
	for i, l := range licences {
		p.Items[i] = item{No: l.no, Kind: l.kind, Holder: citizen{l.holder, l.holderName},
			Applicant: citizen{l.applicant, l.applicantBy}, Issued: l.issued.text(), State: l.stateCode()}
		if l.until != 0 {
			until := l.until.text()
			p.Items[i].Until = &until
		}
	}
	return p
}

// stateCode is the stored state.
func (l *licence) stateCode() string {
	return map[string]string{"有效": "1", "注销": "2", "挂失": "3"}[l.state]
}

// answer writes the reply. A client that went away is nobody's fault.
func answer(w http.ResponseWriter, status int, body reply) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
