package variant_test

import (
	"os"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/clerkform/terraform-provider-clerk/internal/bench/variant"
	"github.com/clerkform/terraform-provider-clerk/internal/provider"
	"github.com/clerkform/terraform-provider-clerk/internal/provider/server"
)

func schema(t *testing.T, server tfprotov6.ProviderServer) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	resp, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	resp.ServerCapabilities = nil // what a server can do beside is not measured
	return resp
}

func TestEveryVariantHasTheSchemaOfTheProvider(t *testing.T) {
	t.Parallel()
	p := provider.New("test", os.Getenv)
	want := schema(t, server.New(p))
	if got := schema(t, providerserver.NewProtocol6(p)()); !reflect.DeepEqual(got, want) {
		t.Error("the provider's own server has another schema than the framework's")
	}
	for _, name := range []string{variant.Nothing, variant.NoFramework} {
		server, err := variant.NewServer(name, p)
		if err != nil {
			t.Fatal(err)
		}
		if got := schema(t, server); !reflect.DeepEqual(got, want) {
			t.Errorf("%s has another schema than the provider", name)
		}
	}
}

func TestThereIsNoOtherVariant(t *testing.T) {
	t.Parallel()
	if _, err := variant.NewServer("", provider.New("test", os.Getenv)); err == nil {
		t.Error("a variant without a name is served")
	}
}
