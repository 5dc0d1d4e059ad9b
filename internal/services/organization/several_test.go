package organization_test

import (
	"testing"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

// everything mentions what takes a request of its own.
var everything = acme(`slug = "acme"`, "admin_delete_enabled = false", png, `public_metadata = jsonencode({ plan = "pro" })`)

func TestCreatesWithAsFewRequestsAsTheAPIAllows(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(
		acctest.Step{
			Config: everything, Writes: map[string]int{creates: 1, patches: 1, uploads: 1},
			Check: holds(t, i, func(o clerk.Organization) bool {
				return !o.AdminDeleteEnabled && o.HasImage && string(o.PublicMetadata) == `{"plan":"pro"}`
			}),
		},
	)
	// What Clerk does by itself takes none.
	i.Drive(acctest.Step{Config: acme("admin_delete_enabled = true", `logo = ""`), Writes: map[string]int{creates: 1}})
}

// laterRequests are those that follow the first one of a create, and the argument that each is for.
var laterRequests = map[string]string{patches: "admin_delete_enabled", uploads: "logo"}

func TestACreateThatFailsHalfWayIsUndone(t *testing.T) {
	t.Parallel()
	for operation, argument := range laterRequests {
		for _, kind := range []string{"502", "reset", "lost"} {
			t.Run(argument+" "+kind, func(t *testing.T) {
				t.Parallel()
				i := acctest.InProcess(t)
				i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: kind})
				i.Drive(
					acctest.Step{
						Config: once + everything,
						Fails:  []string{`Could not create organization "Acme (acme)"`, argument, "The organization Acme (acme)", "had been created", "It was deleted again."},
						Check: func(s acctest.States) {
							if none(t, i); len(s) != 0 {
								t.Errorf("the state has %v", s)
							}
						},
					},
					acctest.Step{Config: once + everything, Plan: []string{address + ": create"}, Check: func(acctest.States) { held(t, i) }},
				)
			})
		}
	}
}

// Only where that fails, too, is the organization saved.
func TestACreateThatCannotBeUndoneIsSavedTainted(t *testing.T) {
	t.Parallel()
	for operation, argument := range laterRequests {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "502"})
			i.Sim.PlaceFault(clerksim.Fault{Operation: deletes, Kind: "502"})
			first := ""
			i.Drive(
				acctest.Step{
					Config: once + everything,
					Fails:  []string{`Could not create organization "Acme (acme)"`, argument, "It could not be deleted again, so it stays in the state, tainted"},
					Check: func(s acctest.States) {
						if first = held(t, i).ID; s.Get(address, "id") != first || !s[address].Tainted {
							t.Errorf("the state has %v, and Clerk %s", s[address], first)
						}
					},
				},
				// The slug passes on from the one to the other.
				acctest.Step{Config: once + everything, Plan: []string{address + ": replace, tainted"}, Check: func(s acctest.States) {
					if got := held(t, i).ID; got == first || s.Get(address, "id") != got {
						t.Errorf("the state has %v, and Clerk %s, and before %s", s[address], got, first)
					}
				}},
			)
		})
	}
}

// A delete whose answer is lost has undone the create: it is the same done twice.
func TestACreateWhoseUndoingIsLostIsUndone(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: uploads, Kind: "404"})
	i.Sim.PlaceFault(clerksim.Fault{Operation: deletes, Kind: "lost"})
	i.Drive(acctest.Step{Config: everything, Fails: []string{"logo", "It was deleted again."}, Writes: map[string]int{creates: 1, patches: 1, uploads: 1, deletes: 2}})
	none(t, i)
}

func TestAnUpdateThatFailsHalfWaySavesWhatWasReached(t *testing.T) {
	t.Parallel()
	before := once + acme(`slug = "acme"`, `public_metadata = jsonencode({ plan = "free" })`)
	after := once + named("Acme & Co", `slug = "acme"`, `public_metadata = jsonencode({ plan = "pro" })`, png)
	for operation, test := range map[string]struct {
		argument, name, public, logo string
		next                         string // what the next plan changes
	}{
		patches:  {"502", "Acme", `{"plan":"free"}`, "null", "image_url logo logo_sha256 name public_metadata"},
		metadata: {"502", "Acme & Co", `{"plan":"free"}`, "null", "image_url logo logo_sha256 public_metadata"},
		uploads:  {"logo", "Acme & Co", `{"plan":"pro"}`, "null", "image_url logo logo_sha256"},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			i := acctest.InProcess(t)
			i.Drive(
				acctest.Step{Config: before},
				acctest.Step{
					Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "502"}) },
					Config:  after, Fails: []string{`Could not update organization "Acme (acme)"`, test.argument},
					State: map[string]string{address + ".name": test.name, address + ".public_metadata": test.public, address + ".logo": test.logo},
					Check: holds(t, i, func(o clerk.Organization) bool {
						return o.Name == test.name && string(o.PublicMetadata) == test.public && !o.HasImage
					}),
				},
				acctest.Step{Config: after, Plan: updates(test.next), Check: holds(t, i, func(o clerk.Organization) bool {
					return o.Name == "Acme & Co" && string(o.PublicMetadata) == `{"plan":"pro"}` && o.HasImage
				})},
			)
		})
	}
}
