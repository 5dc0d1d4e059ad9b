package promises_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

const key = "sk_test_serve"

// configured is a server whose provider speaks to url.
func configured(t *testing.T, url string) (tfprotov6.ProviderServer, tftypes.Type) {
	t.Helper()
	return configuredAs(t, url, key, nil)
}

// configuredAs is configured with a key, and a transport that carries the requests.
func configuredAs(t *testing.T, url, key string, wire http.RoundTripper) (tfprotov6.ProviderServer, tftypes.Type) {
	t.Helper()
	server := server.New(provider.NewOver("test", os.Getenv, wire))
	return server, configure(t, server, url, key)
}

// configure begins a run of the server. It returns the type of a JWT template.
func configure(t *testing.T, server tfprotov6.ProviderServer, url, key string) tftypes.Type {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, schemas.Diagnostics)
	}
	object, ok := schemas.Provider.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("the provider's schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	values["secret_key"] = tftypes.NewValue(tftypes.String, key)
	values["api_url"] = tftypes.NewValue(tftypes.String, url)
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	return schemas.ResourceSchemas["clerk_jwt_template"].ValueType()
}

// read reads a JWT template.
func read(ctx context.Context, server tfprotov6.ProviderServer, typ tftypes.Type) (*tfprotov6.ReadResourceResponse, error) {
	object, ok := typ.(tftypes.Object)
	if !ok {
		return nil, fmt.Errorf("no object: %s", typ)
	}
	values := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, nil)
	}
	values["id"] = tftypes.NewValue(tftypes.String, "jtmp_0")
	state, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		return nil, err
	}
	return server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "clerk_jwt_template", CurrentState: &state})
}

func TestMemoryDoesNotGrowWithTheNumberOfCalls(t *testing.T) {
	server, typ := configured(t, gone(t))
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	type ballastKey struct{}
	calls := func(n int) {
		for range n {
			ctx, cancel := context.WithCancel(context.WithValue(t.Context(), ballastKey{}, make([]byte, 1<<20)))
			if resp, err := read(ctx, server, typ); err != nil || len(resp.Diagnostics) > 0 {
				t.Fatal(err, resp)
			}
			cancel()
		}
	}
	calls(5)
	before := heap()
	calls(100)
	grown := int64(heap()) - int64(before)
	// What the server holds on to counts only while the server lives.
	runtime.KeepAlive(server)
	if grown > 20<<20 {
		t.Errorf("100 calls of 1 MB each left %d MB behind", grown>>20)
	}
}

// gone is a Clerk that has nothing.
func gone(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := `{"object":"instance","id":"ins_1"}`
		if r.URL.Path != "/v1/instance" {
			w.WriteHeader(http.StatusNotFound)
			answer = `{"errors":[{"code":"resource_not_found","message":"not found"}]}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// stuck is a Clerk that never answers; it says when it was asked.
func stuck(t *testing.T) (url string, asked <-chan struct{}) {
	t.Helper()
	arrived := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	return server.URL, arrived
}

func TestACancelledCallStillCancels(t *testing.T) {
	t.Parallel()
	for title, cancelBy := range map[string]func(context.CancelFunc, tfprotov6.ProviderServer){
		"by its context": func(cancel context.CancelFunc, _ tfprotov6.ProviderServer) { cancel() },
		"by StopProvider": func(_ context.CancelFunc, server tfprotov6.ProviderServer) {
			if _, err := server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			url, asked := stuck(t)
			server, typ := configured(t, url)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := make(chan *tfprotov6.ReadResourceResponse, 1)
			go func() {
				resp, err := read(ctx, server, typ)
				if err != nil {
					t.Error(err)
				}
				done <- resp
			}()
			<-asked
			cancelBy(cancel, server)
			select {
			case resp := <-done:
				if len(resp.Diagnostics) == 0 {
					t.Error("a cancelled read reported no error")
				}
			case <-time.After(5 * time.Second):
				t.Fatal("the read went on for five seconds after it was cancelled")
			}
		})
	}
}

func TestListResourcesAndActionsAreServed(t *testing.T) {
	t.Parallel()
	server := server.New(provider.New("test", os.Getenv))
	if _, ok := server.(tfprotov6.ListResourceServer); !ok {
		t.Error("the server hides list resources")
	}
	if _, ok := server.(tfprotov6.ActionServer); !ok {
		t.Error("the server hides actions")
	}
}
