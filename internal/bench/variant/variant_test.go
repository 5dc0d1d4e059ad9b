package variant_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
)

func schema(t *testing.T, name string) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server, err := variant.NewServer(name, os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	resp.ServerCapabilities = nil // what a server can do beside is not measured
	return resp
}

func TestEveryVariantHasTheSchemaOfTheProvider(t *testing.T) {
	t.Parallel()
	want := schema(t, variant.Released)
	for _, name := range []string{variant.Long, variant.Plain, variant.Nothing, variant.Bare, variant.Raw} {
		if got := schema(t, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s has another schema than the provider", name)
		}
	}
}

func TestThereIsNoOtherVariant(t *testing.T) {
	t.Parallel()
	if _, err := variant.NewServer("", os.Getenv); err == nil {
		t.Error("a variant without a name is served")
	}
}
