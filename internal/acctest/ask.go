package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// Post asks the instance for what the client cannot do: POST to a path such as
// /v1/organizations, or on a local Clerk /_sim/seed. The test fails unless the
// answer is 200.
func (i *Instance) Post(path string, body any) (answer map[string]any) {
	i.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		i.t.Fatal(err)
	}
	i.ask(http.MethodPost, path, b, &answer)
	return answer
}

// Held is what a local Clerk holds of a kind that its API does not list, such as
// sign_in_tokens, as the API would show it.
func (i *Instance) Held(kind string) []map[string]any {
	i.t.Helper()
	var state map[string]json.RawMessage
	i.ask(http.MethodGet, "/_sim/state", nil, &state)
	var held []map[string]any
	if err := json.Unmarshal(state[kind], &held); err != nil {
		i.t.Fatal(err)
	}
	return held
}

func (i *Instance) ask(method, path string, body []byte, answer any) {
	i.t.Helper()
	base := i.url
	if base == "" {
		base = rest.DefaultBaseURL
	}
	base = strings.TrimSuffix(strings.TrimSuffix(base, "/"), "/v1")
	req, err := http.NewRequestWithContext(i.ctx(), method, base+path, bytes.NewReader(body))
	if err != nil {
		i.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+i.key)
	req.Header.Set("Content-Type", "application/json")
	res, err := (&http.Client{Transport: i.outside}).Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || json.Unmarshal(got, answer) != nil {
		i.t.Fatalf("%s %s answered %d %s (%v)", method, path, res.StatusCode, got, err)
	}
}

// Aside asks a local Clerk with a key of one's own, such as a machine's. The request meets no fault.
func Aside(ctx context.Context, sim *clerksim.Server, method, path, key, body string) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	res, err := sim.Aside().RoundTrip(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// Status is what a local Clerk answers to a POST with such a key.
func Status(t testing.TB, sim *clerksim.Server, path, key, body string) int {
	t.Helper()
	status, _, err := Aside(t.Context(), sim, http.MethodPost, path, key, body)
	if err != nil {
		t.Fatal(err)
	}
	return status
}
