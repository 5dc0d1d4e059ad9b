package acctest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
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
	base := strings.TrimSuffix(strings.TrimSuffix(i.getenv("CLERK_API_URL"), "/"), "/v1")
	if base == "" {
		base = "https://api.clerk.com"
	}
	req, err := http.NewRequestWithContext(i.ctx(), http.MethodPost, base+path, bytes.NewReader(b))
	if err != nil {
		i.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+i.getenv("CLERK_SECRET_KEY"))
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || json.Unmarshal(got, &answer) != nil {
		i.t.Fatalf("POST %s answered %d %s (%v)", path, res.StatusCode, got, err)
	}
	return answer
}
