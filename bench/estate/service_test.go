package estate

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCalls(t *testing.T) {
	t.Parallel()
	e := generate(t, 1, small, Current)
	call := func(h http.Handler, method, path string) (int, reply) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		var r reply
		if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return w.Code, r
	}
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{"POST", "/licence/verify/disabled", 200},
		{"POST", "/licence/verify/hardship", 500},
		{"GET", "/licence/verify/disabled", 405},
		{"POST", "/licence/verify/nobody", 404},
		{"POST", "/other", 404},
		{"GET", "/disabled-two-subsidies/beijing-tong-auth", 200},
		{"POST", "/disabled-two-subsidies/bank-card-issuance", 404},
	} {
		status, r := call(e.Calls(), test.method, test.path)
		if status != test.status || (status == 200) != (r.Code == "0" && r.Data != nil && len(r.Data.Items) > 0) {
			t.Errorf("%s %s: %d %s", test.method, test.path, status, r.Code)
		}
	}
	if status, _ := call(&Service{}, "POST", "/licence/verify/disabled"); status != 503 {
		t.Errorf("without an estate: %d", status)
	}
}

func TestWorkspace(t *testing.T) {
	t.Parallel()
	files, err := Workspace(Deployment{Dialect: Postgres, ServiceURL: "http://127.0.0.1:1", SecureURL: "https://127.0.0.1:1", Folder: "f",
		Databases: map[string]Address{Disabled: {Host: "127.0.0.1", Port: 5432, Database: "d", User: "u", PasswordEnv: "P"}}})
	if err != nil || files["dogwatch.yaml"] == nil || files["watches/elderly-allowances.yaml"] == nil {
		t.Fatalf("%d files: %v", len(files), err)
	}
}
