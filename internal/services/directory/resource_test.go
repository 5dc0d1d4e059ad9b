package directory_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerksim"
)

const (
	address = "clerk_directory.acme"
	creates = "POST /directories"
	patches = "PATCH /directories/{directory_id}"
	puts    = "PUT /directories/{directory_id}/group_role_mappings"
	rotates = "POST /directories/{directory_id}/rotate_api_key"
	once    = "provider \"clerk\" {\n  max_retries = 0\n}\n"

	connection = `
resource "clerk_enterprise_connection" "acme" {
  name              = "Acme"
  identity_provider = "saml_okta"
  domains           = ["acme.example.com"]
}
`
)

func acme(lines ...string) string {
	return connection + "resource \"clerk_directory\" \"acme\" {\n  enterprise_connection_id = clerk_enterprise_connection.acme.id\n  identity_provider = \"okta\"\n  " + strings.Join(lines, "\n  ") + "\n}\n"
}

func held(t *testing.T, i *acctest.Instance) clerk.Directory {
	t.Helper()
	all, err := rest.Collect(i.Clerk.Directories.List(t.Context()))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

const groups = `group_role_mappings = [{ group_id = "admins", role = "org:admin" }, { group_id = "all", role = "org:member" }]`

func TestRolesOfGroupsAreOwnedInTheirOrder(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	const on = "group_role_mapping_enabled = true"
	has := func(want string) func(acctest.States) {
		return func(acctest.States) {
			all, err := i.Clerk.Directories.GroupRoleMappings(t.Context(), held(t, i).ID)
			if got := fmt.Sprint(all); err != nil || got != want {
				t.Errorf("Clerk has %s, expected %s: %v", got, want, err)
			}
		}
	}
	i.Drive(
		acctest.Step{Config: acme(on, groups), Writes: map[string]int{"POST /enterprise_connections": 1, creates: 1, patches: 1, puts: 1}, Check: has("[{admins  org:admin} {all  org:member}]")},
		acctest.Step{Config: acme(on, strings.NewReplacer("admins", "all", `"all"`, `"admins"`).Replace(groups)), Plan: []string{address + ": update group_role_mappings"}, Writes: map[string]int{puts: 1}, Check: has("[{all  org:admin} {admins  org:member}]")},
		// Omitted, they are left alone; mentioned as none, they are removed.
		acctest.Step{Config: acme(on), Plan: acctest.Nothing, Check: has("[{all  org:admin} {admins  org:member}]")},
		acctest.Step{Config: acme("group_role_mapping_enabled = false", "group_role_mappings = []"), Writes: map[string]int{patches: 1, puts: 1}, Check: has("[]")},
		acctest.Step{Config: acme(groups), Fails: []string{"group_role_mappings", "forbidden", "group_role_mapping_enabled is true"}},
		acctest.Step{Config: acme(on, `group_role_mappings = [{ group_id = "all", role = "org:membr" }]`), Fails: []string{"group_role_mappings", "org:membr", "org:member"}, Unsettled: true},
		acctest.Step{Config: acme(on, groups), Check: has("[{admins  org:admin} {all  org:member}]")},
		acctest.Step{Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
			_, err := c.Directories.ReplaceGroupRoleMappings(ctx, held(t, i).ID, nil)
			return err
		}), Config: acme(on, groups), Plan: []string{address + ": update group_role_mappings"}},
	)
	acctest.InProcess(t).ExpectRefused(strings.Replace(strings.TrimPrefix(acme("group_role_mapping_enabled = false", groups), connection), "clerk_enterprise_connection.acme.id", `"ec_1"`, 1), "Groups cannot be mapped", "group_role_mapping_enabled is true")
}

func TestTheAPIKeyIsStoredNowhereUnlessItIsKept(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	key := func(s acctest.States) cty.Value { return s[address].Value.GetAttr("api_key") }
	first := ""
	i.Drive(
		acctest.Step{Config: acme(), Check: func(s acctest.States) {
			if !key(s).IsNull() || strings.Contains(s[address].String(), "ak_") {
				t.Errorf("the state is %s", s[address])
			}
		}},
		// Clerk does not show it again.
		acctest.Step{Config: acme("keep_api_key = true"), Writes: map[string]int{}, Check: func(s acctest.States) {
			if !key(s).IsNull() {
				t.Errorf("the state is %s", s[address])
			}
		}},
		acctest.Step{Config: acme("keep_api_key = true", "api_key_version = 1"), Writes: map[string]int{rotates: 1}, Check: func(s acctest.States) { first = key(s).AsString() }},
		acctest.Step{Config: acme("keep_api_key = true", "api_key_version = 1", `name = "Other"`), Plan: []string{address + ": update name"}, Check: func(s acctest.States) {
			if key(s).AsString() != first {
				t.Error("another argument changes the key")
			}
		}},
		acctest.Step{Config: acme("keep_api_key = true", "api_key_version = 2"), Writes: map[string]int{rotates: 1}, Check: func(s acctest.States) {
			if now := key(s).AsString(); now == first || now != i.Sim.APIKey(held(t, i).ID) {
				t.Errorf("the state has %s, and before %s", now, first)
			}
		}},
		// What follows a rotation could fail, and the key be lost.
		acctest.Step{Config: acme("keep_api_key = true", "api_key_version = 3", "group_role_mapping_enabled = true", groups), Check: func(acctest.States) {
			var writes []string
			for _, r := range i.Sim.Requests() {
				writes = append(writes, r.Operation)
			}
			if after := slices.Index(writes, puts); after < 0 || slices.Index(writes[after:], rotates) < 0 {
				t.Errorf("the key is not rotated after the rest: %v", writes)
			}
		}},
		acctest.Step{Config: acme("keep_api_key = true", "api_key_version = 4", "group_role_mapping_enabled = true", groups), Check: func(acctest.States) {
			var sent []string
			for _, r := range i.Sim.Requests() {
				sent = append(sent, r.Operation)
			}
			slices.Reverse(sent)
			if last := slices.Index(sent, rotates); last > 0 && strings.HasSuffix(sent[last-1], "/group_role_mappings") {
				t.Errorf("the key is rotated, and then the groups are read: %v", sent[:last+1])
			}
		}},
		acctest.Step{Config: acme("api_key_version = 4"), Writes: map[string]int{}, Check: func(s acctest.States) {
			if strings.Contains(s[address].String(), "ak_") {
				t.Errorf("the state is %s", s[address])
			}
		}},
	)
}

func TestARotationWhoseAnswerIsLostIsNotRepeatedByItself(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	config := func(version int) string {
		return acme("keep_api_key = true", fmt.Sprintf("api_key_version = %d", version))
	}
	i.Drive(
		acctest.Step{Config: config(1)},
		acctest.Step{
			Outside: func() { i.Sim.PlaceFault(clerksim.Fault{Operation: rotates, Kind: "lost"}) },
			Config:  config(2), Fails: []string{"api_key_version", "may have been rotated", "Apply again"}, Writes: map[string]int{rotates: 1},
			State: map[string]string{address + ".api_key_version": "1"},
		},
		acctest.Step{Config: config(2), Writes: map[string]int{rotates: 1}, Check: func(s acctest.States) {
			if got := s[address].Value.GetAttr("api_key").AsString(); got != i.Sim.APIKey(held(t, i).ID) {
				t.Errorf("the state has %s", got)
			}
		}},
	)
}

func TestACreateWhoseAnswerWasLostKeepsAKeyAllTheSame(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Sim.PlaceFault(clerksim.Fault{Operation: creates, Kind: "lost"})
	i.Drive(acctest.Step{Config: acme("keep_api_key = true"), Writes: map[string]int{"POST /enterprise_connections": 1, creates: 1, rotates: 1}, Check: func(s acctest.States) {
		if got := s[address].Value.GetAttr("api_key").AsString(); got != i.Sim.APIKey(held(t, i).ID) {
			t.Errorf("the state has %s", got)
		}
	}})
}

func TestACreateThatFailsHalfWayIsUndone(t *testing.T) {
	t.Parallel()
	for operation, argument := range map[string]string{patches: "enabled = false", puts: groups + "\n  group_role_mapping_enabled = true"} {
		i := acctest.InProcess(t)
		i.Sim.PlaceFault(clerksim.Fault{Operation: operation, Kind: "502", Times: 9})
		i.Drive(acctest.Step{
			Config: once + acme(argument, `name = "Acme"`), Fails: []string{`Could not create directory "Acme"`, "had been created", "It was deleted again."},
			Check: func(acctest.States) {
				if all, err := rest.Collect(i.Clerk.Directories.List(t.Context())); err != nil || len(all) != 0 {
					t.Errorf("Clerk has %v: %v", all, err)
				}
			},
		})
	}
}

// The directory goes with its connection, and the next plan shows it.
func TestADirectoryGoesWithItsConnection(t *testing.T) {
	t.Parallel()
	for _, becomes := range []string{"deleted", "kept"} {
		i := acctest.InProcess(t, func(o *clerksim.Options) { o.Assume = map[string]string{"directory_of_deleted_connection": becomes} })
		i.Drive(
			acctest.Step{Config: acme(`name = "Acme"`)},
			acctest.Step{Outside: i.Outside(func(ctx context.Context, c *clerk.Client) error {
				e, err := c.EnterpriseConnections.Find(ctx, "Acme")
				if err != nil {
					return err
				}
				return c.EnterpriseConnections.Delete(ctx, e.ID)
			}), Config: acme(`name = "Acme"`)},
		)
	}
}

func TestADirectoryIsReadByItsIDAndItsName(t *testing.T) {
	t.Parallel()
	i := acctest.InProcess(t)
	i.Drive(acctest.Step{Config: acme(`name = "Acme"`, "group_role_mapping_enabled = true", groups), Check: func(acctest.States) {
		for _, by := range []string{`name = "Acme"`, `id = "` + held(t, i).ID + `"`} {
			v := i.Read("data \"clerk_directory\" \"this\" {\n  " + by + "\n}")
			if all := v.GetAttr("group_role_mappings").AsValueSlice(); len(all) != 2 || all[0].GetAttr("role").AsString() != "org:admin" {
				t.Errorf("by %s: %#v", by, v)
			}
		}
		if all := i.Read(`data "clerk_directories" "this" {}`).GetAttr("directories"); all.LengthInt() != 1 || strings.Contains(all.GoString(), "ak_") {
			t.Errorf("there are %#v", all)
		}
	}})
}
