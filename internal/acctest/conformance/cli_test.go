package conformance_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/zclconf/go-cty/cty"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// block is a configuration in HCL with one resource, and the variables that it refers to.
func (s *subject) block(arguments string, vars map[string]cty.Value) string {
	declared := ""
	for name, v := range vars {
		declared += "variable \"" + name + "\" {\n  default = \"" + v.AsString() + "\"\n}\n"
	}
	return declared + "resource \"" + s.name + "\" \"this\" {\n" + arguments + "\n}\n"
}

// importable is a configuration without the arguments that an import does not bring.
func (s *subject) importable(arguments string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(arguments, "\n"), func(line string) bool {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		_, fixed := s.fixed[name]
		return fixed || s.unimported[name] == untold || s.unimported[name] == noFileBack || name != "" && strings.HasPrefix(s.hides, name+" ")
	}), "\n")
}

// The least and the most of each type, with a real CLI, on a local or a real instance: an
// apply, an empty plan, imports of each kind, and a destroy that leaves nothing.
func TestAccEveryTypeThroughARealCLI(t *testing.T) {
	t.Parallel()
	for _, s := range subjects {
		for name, arguments := range map[string]string{"minimal": s.minimal, "full": s.full} {
			t.Run(s.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				s.throughCLI(t, arguments)
			})
		}
	}
}

func (s *subject) throughCLI(t *testing.T, arguments string) {
	t.Helper()
	i := acctest.New(t)
	var vars map[string]cty.Value
	if s.prepare != nil {
		vars = s.prepare(&acctest.World{Clerk: i.Clerk, Sim: i.Sim, TB: t}, 0)
		t.Cleanup(func() {
			for _, made := range vars {
				remove := i.Clerk.Users.Delete
				if strings.HasPrefix(made.AsString(), "org_") {
					remove = i.Clerk.Organizations.Delete
				}
				if err := remove(context.WithoutCancel(t.Context()), made.AsString()); err != nil && !rest.IsNotFound(err) {
					t.Error(err)
				}
			}
		})
	}
	everything := func() map[string]map[string]string {
		if i.Sim == nil {
			return nil
		}
		return acctest.NewWorld(t, i.Sim).Everything()
	}
	before := everything()
	id := s.id
	if id == nil {
		id = []string{"id"}
	}
	imported := resource.TestStep{
		ResourceName: s.name + ".this", ImportState: true,
		ImportStateIdFunc: func(state *terraform.State) (string, error) {
			var parts []string
			for _, name := range id {
				parts = append(parts, state.RootModule().Resources[s.name+".this"].Primary.Attributes[name])
			}
			return strings.Join(parts, "/"), nil
		},
	}
	verified, byID, byIdentity := imported, imported, imported
	verified.ImportStateVerify, verified.ImportStateVerifyIdentifierAttribute = true, id[len(id)-1]
	verified.ImportStateVerifyIgnore = slices.DeleteFunc(slices.Concat(slices.Collect(maps.Keys(s.fixed)), slices.Collect(maps.Keys(s.unimported))), func(name string) bool { return name == "id" })
	byID.ImportStateKind, byIdentity.ImportStateKind = resource.ImportBlockWithID, resource.ImportBlockWithResourceIdentity
	byID.Config = s.block(s.importable(arguments), vars)
	byIdentity.Config, byIdentity.ImportStateIdFunc = byID.Config, nil

	steps := []resource.TestStep{{Config: s.block(arguments, vars)}}
	if arguments == s.full { // what it does not mention an import has as empty, and not as null
		steps = append(steps, verified)
	}
	if s.importDiffers == "" {
		steps = append(steps, byID)
		if acctest.Has(t, acctest.ImportByIdentity) {
			steps = append(steps, byIdentity)
		}
	}
	i.Run(steps...)
	for kind, objects := range everything() {
		if len(objects) != len(before[kind]) && !s.leaves(kind) {
			t.Errorf("after the destroy Clerk has %d %s, and %d before", len(objects), kind, len(before[kind]))
		}
	}
}
