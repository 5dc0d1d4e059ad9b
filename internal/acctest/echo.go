package acctest

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// RunEchoing is Run with HashiCorp's echo provider beside the provider, which
// shows what ephemeral resources give.
func (i *Instance) RunEchoing(steps ...resource.TestStep) {
	i.t.Helper()
	factories := i.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.UnitTest(i.t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: steps})
}

// Echo is the configuration that stores the value of an ephemeral expression,
// an object, in the state, for Echoed.
func Echo(expression string) string {
	return `
provider "echo" {
  data = ` + expression + `
}

resource "echo" "this" {}
`
}

// Echoed is a state check that hands over what Echo stored.
func Echoed(check func(data map[string]any)) statecheck.StateCheck { return echoed{check} }

type echoed struct{ check func(map[string]any) }

func (e echoed) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	for _, r := range req.State.Values.RootModule.Resources {
		if r.Address != "echo.this" {
			continue
		}
		if data, ok := r.AttributeValues["data"].(map[string]any); ok {
			e.check(data)
			return
		}
	}
	resp.Error = errors.New("the echo provider stored no object")
}
