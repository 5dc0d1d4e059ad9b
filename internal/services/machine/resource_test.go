package machine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	machines = `
resource "clerk_machine" "reports" {
  name = "reports"
}
resource "clerk_machine" "billing" {
  name = "billing"
}
`
	// each lets the two machines use each other.
	each = machines + `
resource "clerk_machine_scope" "reports" {
  from_machine_id = clerk_machine.reports.id
  to_machine_id   = clerk_machine.billing.id
}
resource "clerk_machine_scope" "billing" {
  from_machine_id = clerk_machine.billing.id
  to_machine_id   = clerk_machine.reports.id
}
`
)

// id is that of the machine with a name.
func id(t *testing.T, i *acctest.Instance, name string) string {
	t.Helper()
	m, err := i.Clerk.Machines.Find(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

func scopes(t *testing.T, i *acctest.Instance) int {
	t.Helper()
	all, err := rest.Collect(i.Clerk.MachineScopes.List(t.Context(), clerk.Search{}))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestTwoMachinesUseEachOther(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: each, Check: func(acctest.States) {
			if n := scopes(t, i); n != 2 {
				t.Errorf("Clerk has %d scopes", n)
			}
		}},
		acctest.Step{Config: machines, Plan: []string{"clerk_machine_scope.billing: delete", "clerk_machine_scope.reports: delete"}, Check: func(acctest.States) {
			if n := scopes(t, i); n != 0 {
				t.Errorf("Clerk has %d scopes", n)
			}
		}},
		acctest.Step{Config: each},
	)
}

// Each way is a scope of its own, also by its import.
func TestEachWayIsImportedByItself(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	ids := map[string]string{}
	for _, name := range []string{"reports", "billing"} {
		m, err := i.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = m.ID
	}
	for from, to := range map[string]string{"reports": "billing", "billing": "reports"} {
		if _, err := i.Clerk.MachineScopes.Create(t.Context(), clerk.CreateMachineScopeParams{From: ids[from], To: ids[to]}); err != nil {
			t.Fatal(err)
		}
	}
	i.Drive(acctest.Step{
		Import: map[string]string{
			"clerk_machine.reports": ids["reports"], "clerk_machine.billing": ids["billing"],
			"clerk_machine_scope.billing": "billing/reports", "clerk_machine_scope.reports": ids["reports"] + "/" + ids["billing"],
		},
		Config: each, Plan: acctest.Nothing, Writes: map[string]int{},
	})
	if n := scopes(t, i); n != 0 {
		t.Errorf("after the destroy, Clerk has %d scopes", n)
	}
}

// A machine that is deleted takes its scopes along, and the next plan shows all of it.
func TestAScopeGoesWithItsMachine(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{Config: each},
		acctest.Step{
			Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error { return c.Machines.Delete(ctx, id(t, i, "billing")) }),
			Config:  each,
			Plan:    []string{"clerk_machine.billing: create", "clerk_machine_scope.billing: create", "clerk_machine_scope.reports: create"},
			Check: func(acctest.States) {
				if n := scopes(t, i); n != 2 {
					t.Errorf("Clerk has %d scopes", n)
				}
			},
		},
	)
}

// Whichever goes first, the other goes as well: what is gone already is deleted.
func TestMachinesAndScopesAreDestroyedInAnyOrder(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{"clerk_machine", "clerk_machine_scope"} {
		i := acctest.InProcess(t)
		made := func(name string) string {
			m, err := i.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: name})
			if err != nil {
				t.Fatal(err)
			}
			return m.ID
		}
		other := made("other")
		// The scope refers to no machine of the configuration, so that nothing says which of them goes first.
		reports := made("reports")
		scope := fmt.Sprintf("resource \"clerk_machine_scope\" \"this\" {\n  from_machine_id = %q\n  to_machine_id   = %q\n}\n", reports, other)
		i.Drive(
			acctest.Step{Config: scope},
			acctest.Step{
				Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
					if kept == "clerk_machine" {
						return c.MachineScopes.Delete(ctx, reports+"/"+other)
					}
					return c.Machines.Delete(ctx, reports)
				}),
				Config: "", Plan: acctest.Nothing,
			},
		)
	}
}

func rotating(id string, grace int) string {
	return fmt.Sprintf("action \"clerk_machine_rotate_secret_key\" \"this\" {\n  config {\n    machine_id         = %q\n    previous_token_ttl = %d\n  }\n}\n", id, grace)
}

func secretKey(id string) string {
	return fmt.Sprintf("ephemeral \"clerk_machine_secret_key\" \"this\" {\n  machine_id = %q\n}\n", id)
}

func TestASecretKeyIsReadAndRotated(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	m, err := i.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: "reports"})
	if err != nil {
		t.Fatal(err)
	}
	read := func() (key string) {
		i.Open(secretKey(m.ID), func(given map[string]any) { key = given["secret_key"].(string) })
		return key
	}
	first := read()
	out, errs := i.Invoke(rotating(m.ID, 60))
	second := read()
	if errs != "" || !acctest.Words("Going to rotate the secret key of the machine "+m.ID, "valid for another 60 seconds").MatchString(out) {
		t.Error(out, errs)
	}
	if first == second || !strings.HasPrefix(second, "mk_") || strings.Contains(out, first) || strings.Contains(out, second) {
		t.Errorf("the key was rotated from %s to %s: %s", first, second, out)
	}
}

// Where it is not known whether the key was rotated, the action fails, and sends nothing again.
func TestARotationIsNeverRepeated(t *testing.T) {
	t.Parallel()
	const rotate = "POST /machines/{machine_id}/secret_key/rotate"
	for _, loss := range []string{"lost", "502"} {
		i := acctest.InProcess(t)
		m, err := i.Clerk.Machines.Create(t.Context(), clerk.CreateMachineParams{Name: "reports"})
		if err != nil {
			t.Fatal(err)
		}
		i.Sim.PlaceFault(clerksim.Fault{Operation: rotate, Kind: loss, Times: 9})
		before := i.Sim.Stats().ByOperation[rotate]
		_, errs := i.Invoke(rotating(m.ID, 60))
		if n := i.Sim.Stats().ByOperation[rotate] - before; n != 1 || !acctest.Words("Could not rotate the secret key", "answer was lost", "Compare the key").MatchString(errs) {
			t.Errorf("%s: sent %d times: %s", loss, n, errs)
		}
	}
}
