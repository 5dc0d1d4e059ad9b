package docs_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"

	clerksdk "github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/jwt"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// TestMain is also the program that calls the API in the guide's test, so that
// no machine needs curl for it.
func TestMain(m *testing.M) {
	if os.Getenv("CALL_THE_API") == "" {
		os.Exit(m.Run())
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, os.Getenv("API_URL"), nil)
	if err == nil {
		req.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
		err = call(req)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to clean up
	}
}

func call(req *http.Request) error {
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the API answered %s", res.Status)
	}
	return nil
}

// reporting is an API that takes tokens of the instance for its own audience, and
// verifies them with Clerk's own SDK.
func reporting(t *testing.T, sim *clerksim.Server) (url string, welcomed *atomic.Int32) {
	t.Helper()
	welcomed = new(atomic.Int32)
	api := acctest.Client(t, sim)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		keys, err := api.Sessions.JWKS(r.Context())
		if err == nil {
			key := new(clerksdk.JSONWebKey)
			if err = key.UnmarshalJSON(keys[0]); err == nil {
				_, err = jwt.Verify(r.Context(), &jwt.VerifyParams{Token: token, JWK: key})
			}
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		welcomed.Add(1)
	}))
	t.Cleanup(server.Close)
	return server.URL, welcomed
}

// module copies the examples into a folder, to run a guide's configuration there.
func module(t *testing.T, guide string, environment ...string) *acctest.CLI {
	t.Helper()
	c := acctest.NewCLI(t, "", environment...)
	if err := os.Remove(filepath.Join(c.Dir, "main.tf")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(c.Dir, os.DirFS(filepath.Join(acctest.Root(), "examples"))); err != nil {
		t.Fatal(err)
	}
	c.Dir = filepath.Join(c.Dir, "guides", guide)
	return c
}

func TestAccTheGuideTokensInTestsRuns(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for title, test := range map[string]struct {
		call string
		code int
	}{
		"and passes where the API takes the token": {`"` + self + `"`, 0},
		"and fails where the API refuses it":       {`TOKEN=forged "` + self + `"`, 1},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			sim := acctest.Start(t)
			url, welcomed := reporting(t, sim)
			c := module(t, "tokens-in-tests", "CLERK_API_URL="+sim.URL(), "CLERK_SECRET_KEY="+sim.SecretKey(),
				"TF_VAR_api_url="+url, "TF_VAR_call="+test.call, "CALL_THE_API=1")
			c.Must("get")
			out, code := c.Run("test")
			if code != test.code || (welcomed.Load() > 0) != (code == 0) {
				t.Errorf("the test exits with %d, and the API welcomed %d calls:\n%s", code, welcomed.Load(), out)
			}
			users, err := rest.Collect(acctest.Client(t, sim).Users.List(t.Context(), clerk.UserFilter{}))
			if err != nil || len(users) > 0 {
				t.Errorf("the test left %d users behind: %v", len(users), err)
			}
		})
	}
}
