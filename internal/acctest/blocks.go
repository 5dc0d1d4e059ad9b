package acctest

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
)

// block is a block of a configuration that is driven in process.
type block struct {
	kind, typ string // such as "resource" and "clerk_user"
	address   string
	arguments string            // as the configuration has them
	lines     map[string]string // the line of each argument
	needs     []string          // addresses that it refers to
	level     int               // above those that it refers to
}

// named is the block of an object that came into the state without one.
func named(address string) block {
	return block{address: address, typ: strings.Split(address, ".")[0]}
}

// blocks takes a configuration apart, each block after those that it refers to.
func blocks(tb driver.TB, config string) []block {
	tb.Helper()
	source := []byte(config)
	file, diags := hclsyntax.ParseConfig(source, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		tb.Fatalf("%v in\n%s", diags, config)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		tb.Fatalf("not the syntax of HCL:\n%s", config)
	}
	var all []block
	for _, has := range body.Blocks {
		b := block{kind: has.Type, typ: has.Labels[0], lines: map[string]string{}}
		b.address = strings.Join(has.Labels, ".")
		if b.kind != "resource" {
			b.address = b.kind + "." + b.address
		}
		inner := has
		if b.kind == "list" || b.kind == "action" {
			inner = has.Body.Blocks[0] // config
		}
		b.arguments = string(source[inner.OpenBraceRange.End.Byte:inner.CloseBraceRange.Start.Byte])
		for name, a := range inner.Body.Attributes {
			b.lines[name] = strings.TrimSpace(string(a.SrcRange.SliceBytes(source)))
			for _, to := range a.Expr.Variables() {
				if step, ok := to[1].(hcl.TraverseAttr); ok {
					b.needs = append(b.needs, to.RootName()+"."+step.Name)
				}
			}
		}
		all = append(all, b)
	}
	return ordered(tb, all)
}

func ordered(tb driver.TB, all []block) (out []block) {
	tb.Helper()
	levels := map[string]int{}
	for len(levels) < len(all) {
		before := len(levels)
		for _, b := range all {
			for _, a := range b.needs {
				if levels[a] == 0 {
					b.level = -1
					break
				}
				b.level = max(b.level, levels[a])
			}
			if b.level >= 0 && levels[b.address] == 0 {
				b.level++
				levels[b.address] = b.level
				out = append(out, b)
			}
		}
		if len(levels) == before {
			tb.Fatalf("a block refers to one that the configuration does not have, or has twice, or to itself")
		}
	}
	slices.SortStableFunc(out, func(a, b block) int { return a.level - b.level })
	return out
}

// report is what a CLI would print of the errors of a block.
func (b block) report(d driver.Diagnostics) string {
	var out strings.Builder
	for _, one := range d {
		out.WriteString("\n" + one.Severity.String() + ": " + one.Summary + "\n  with " + b.address + ",\n")
		if steps := one.Attribute.Steps(); len(steps) > 0 {
			if name, ok := steps[0].(tftypes.AttributeName); ok && b.lines[string(name)] != "" {
				out.WriteString("  on main.tf, in " + b.address + ":\n  " + b.lines[string(name)] + "\n")
			} else if ok {
				out.WriteString("  (" + string(name) + ")\n")
			}
		}
		out.WriteString(one.Detail + "\n")
	}
	return out.String()
}
