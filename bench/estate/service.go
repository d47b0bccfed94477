package estate

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// licencePath stands before the desk in the address of a call.
const licencePath = "/licence/verify/"

// A Service answers the calls of the estate: POST to /licence/verify/DESK gives the
// licences of the desk's applicants, GET or POST to /SYSTEM/WATCH the rows of that
// call, and /SYSTEM/metrics and /SYSTEM/middleware the figures of its machines. It serves one estate at a time and may be shared by goroutines; the zero value
// answers 503.
type Service struct {
	current atomic.Pointer[Estate]
}

// Serve answers from e from now on.
func (s *Service) Serve(e *Estate) { s.current.Store(e) }

// Calls is the Service of this estate alone.
func (e *Estate) Calls() http.Handler {
	s := &Service{}
	s.Serve(e)
	return s
}

// ServeHTTP answers one call.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := s.current.Load()
	if e == nil {
		answer(w, http.StatusServiceUnavailable, reply{Code: "503", Message: "not ready"})
		return
	}
	if desk, found := strings.CutPrefix(r.URL.Path, licencePath); found {
		e.answerDesk(w, r, desk)
		return
	}
	system, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	roll := e.answering(system, path)
	roll.linger(r)
	switch {
	case roll == nil:
		answer(w, http.StatusNotFound, reply{Code: "404", Message: "no such call"})
	case roll.broken:
		answer(w, http.StatusInternalServerError, reply{Code: "500", Message: "internal error"})
	case roll.answer != nil:
		_ = roll.answer(w, roll) // a client that went away is nobody's fault
	default:
		answer(w, http.StatusOK, reply{Code: cmp.Or(roll.code, "0"), Message: "success", Data: roll.page()})
	}
}

// linger lets a caller wait who asks for what is answered slowly.
func (r *roll) linger(asked *http.Request) {
	if r != nil {
		linger(r.slow, asked)
	}
}

func linger(delay time.Duration, asked *http.Request) {
	if delay == 0 {
		return
	}
	select {
	case <-time.After(delay):
	case <-asked.Context().Done():
	}
}

func (e *Estate) answerDesk(w http.ResponseWriter, r *http.Request, desk string) {
	if e.slow == desk {
		linger(slowness, r)
	}
	switch {
	case e.licences[desk] == nil:
		answer(w, http.StatusNotFound, reply{Code: "404", Message: "no such desk"})
	case r.Method != http.MethodPost:
		answer(w, http.StatusMethodNotAllowed, reply{Code: "405", Message: "use POST"})
	case e.broken[desk]:
		answer(w, http.StatusInternalServerError, reply{Code: "500", Message: "internal error"})
	default:
		answer(w, http.StatusOK, reply{Code: "0", Message: "success", Data: pageOf(e.licences[desk], e.strayItems(desk))})
	}
}

// page is the roll as a call answers it.
func (r *roll) page() *page {
	p := &page{Total: len(r.rows), Items: make([]any, len(r.rows))}
	for i := range r.rows {
		item := make(map[string]any, len(r.columns))
		for c, column := range r.columns {
			if column.Name != r.lost {
				item[column.Name] = r.rows[i].values[c]
			}
		}
		p.Items[i] = item
	}
	return p
}

type reply struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Data    *page  `json:"data,omitempty"`
}

type page struct {
	Total int   `json:"total"`
	Items []any `json:"items"`
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
	Signature string  `json:"qmyz"`
}

type citizen struct {
	ID   string `json:"sfzh"`
	Name string `json:"xm"`
}

func pageOf(licences []licence, strays []any) *page {
	p := &page{Total: len(licences) + len(strays), Items: make([]any, len(licences))}
	for i, l := range licences {
		x := item{No: l.no, Kind: l.kind, Holder: citizen{l.holder, l.holderName},
			Applicant: citizen{l.applicant, l.applicantBy}, Issued: l.issued.text(), State: l.stateCode(), Signature: l.signature}
		if l.until != 0 {
			until := l.until.text()
			x.Until = &until
		}
		p.Items[i] = x
	}
	p.Items = append(p.Items, strays...)
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
