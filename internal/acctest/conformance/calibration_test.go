package conformance_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// The driver stands in for a CLI. So it must plan as one does: from the state that
// the CLI has written, after a change of the configuration and one outside.
func TestAccTheDriverPlansAsTheCLIDoes(t *testing.T) {
	t.Parallel()
	for _, example := range []struct {
		s        *subject
		argument string // changed in the configuration
		drifts   string // changed outside
		action   driver.Action
	}{
		{userSubject, "public_metadata", "first_name", driver.Update},
		{emailSubject, "email_address", "primary", driver.Replace},
	} {
		t.Run(example.s.name, func(t *testing.T) {
			t.Parallel()
			s := example.s
			i := acctest.NewLocal(t)
			w := acctest.NewWorld(t, i.Sim)
			vars := map[string]cty.Value{}
			if s.prepare != nil {
				vars = s.prepare(w, 0)
			}
			block := func(arguments string) string { return s.block(arguments, vars) }
			cli := i.CLI(block(s.full))
			cli.Must("apply", "-auto-approve")

			typ := w.Core.Type(s.name)
			state := stateOf(t, cli, typ)
			w.Must(s.drift(w, state.Value, example.drifts))
			lines := strings.Split(s.full, "\n")
			at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), example.argument+" ") })
			lines[at] = example.argument + " = " + s.arguments[example.argument].to
			changed := strings.Join(lines, "\n")
			cli.Write(acctest.Header + block(changed))

			walk, err := w.Core.Walk()
			w.Must(err)
			plan, err := walk.Plan(typ, state, w.Core.Config(typ, changed, map[string]cty.Value{"var": cty.ObjectVal(vars)}))
			w.Must(err)
			action, changes := planOf(t, cli)
			if plan.Action != action || plan.Action != example.action || !slices.Equal(plan.Changes, changes) {
				t.Errorf("the driver plans to %s and changes %v, the CLI to %s and changes %v", plan.Action, plan.Changes, action, changes)
			}
		})
	}
}

// stateOf is the one object in the CLI's state.
func stateOf(t *testing.T, cli *acctest.CLI, typ *driver.Type) *driver.State {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes json.RawMessage `json:"attributes"`
				Identity   json.RawMessage `json:"identity"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(file, &state); err != nil || len(state.Resources) != 1 {
		t.Fatalf("the state has %d resources (%v)", len(state.Resources), err)
	}
	one := state.Resources[0].Instances[0]
	value, err := ctyjson.Unmarshal(one.Attributes, typ.Object(nil).Type())
	if err != nil {
		t.Fatal(err)
	}
	identity := cty.NilVal
	if len(one.Identity) > 0 { // Terraform 1.11 stores none
		if identity, err = ctyjson.Unmarshal(one.Identity, typ.IdentityType()); err != nil {
			t.Fatal(err)
		}
	}
	return &driver.State{Value: value, Identity: identity}
}

// planOf is what the CLI plans for its one object.
func planOf(t *testing.T, cli *acctest.CLI) (driver.Action, []string) {
	t.Helper()
	cli.Must("plan", "-out=plan")
	var plan struct {
		Changes []struct {
			Change struct {
				Actions      []string                   `json:"actions"`
				Before       map[string]json.RawMessage `json:"before"`
				After        map[string]json.RawMessage `json:"after"`
				AfterUnknown map[string]json.RawMessage `json:"after_unknown"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(cli.Must("show", "-json", "plan")), &plan); err != nil || len(plan.Changes) != 1 {
		t.Fatalf("the plan has %d changes (%v)", len(plan.Changes), err)
	}
	change := plan.Changes[0].Change
	var changes []string
	for name, before := range change.Before {
		if string(change.AfterUnknown[name]) == "true" || string(change.After[name]) != string(before) {
			changes = append(changes, name)
		}
	}
	slices.Sort(changes)
	if len(change.Actions) > 1 {
		return driver.Replace, changes
	}
	return driver.Action(change.Actions[0]), changes
}
