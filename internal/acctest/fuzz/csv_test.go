package fuzz_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/clerkform/terraform-provider-clerk/internal/acctest"
	"github.com/clerkform/terraform-provider-clerk/internal/acctest/driver"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk"
	"github.com/clerkform/terraform-provider-clerk/internal/clerk/rest"
)

// demo is what examples/quickstart makes of its CSV file.
type demo struct {
	people    hclsyntax.Expression // local.people
	arguments string               // of clerk_user.people
	header    string               // of users.csv
	first     string               // its first line of data
}

func readDemo(f *testing.F) (d demo) {
	f.Helper()
	folder := filepath.Join(acctest.Root(), "examples", "quickstart")
	source, err := os.ReadFile(filepath.Join(folder, "main.tf"))
	if err != nil {
		f.Fatal(err)
	}
	users, err := os.ReadFile(filepath.Join(folder, "users.csv"))
	if err != nil {
		f.Fatal(err)
	}
	lines := strings.SplitN(string(users), "\n", 3)
	d.header, d.first = lines[0], lines[1]
	file, diags := hclsyntax.ParseConfig(source, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		f.Fatal(diags)
	}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		switch block.Type + " " + strings.Join(block.Labels, " ") {
		case "locals ":
			d.people = block.Body.Attributes["people"].Expr
		case "resource clerk_user people":
			for name, a := range block.Body.Attributes {
				if name != "for_each" {
					d.arguments += string(a.SrcRange.SliceBytes(source)) + "\n"
				}
			}
		}
	}
	return d
}

// rows are the people of a CSV text, as Terraform evaluates the demo.
func (d demo) rows(text string) (map[string]cty.Value, error) {
	people, diags := d.people.Value(&hcl.EvalContext{
		Variables: map[string]cty.Value{"path": cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(".")})},
		Functions: map[string]function.Function{
			"csvdecode": stdlib.CSVDecodeFunc,
			"file": function.New(&function.Spec{
				Params: []function.Parameter{{Name: "path", Type: cty.String}}, Type: function.StaticReturnType(cty.String),
				Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return cty.StringVal(text), nil },
			}),
		},
	})
	if diags.HasErrors() {
		return nil, diags
	}
	return people.AsValueMap(), nil
}

// A line of the demo's file is refused, or Clerk holds the user that it describes,
// to the letter, and no other; the next plan is empty, and a destroy takes the user
// away.
func FuzzDemoCSV(f *testing.F) {
	d := readDemo(f)
	f.Add(d.first)
	for _, rest := range []string{
		`ada@example.com,Ada,Lovelace,E-1,engineering,London,active`, `ada@example.com,"Ada, Countess ""of""","Love
lace",E-1,"<&>'${x}%{y}",a\b,banned`, `ada@example.com,Ádà,李,0042,"{""a"":1}",,locked`, `ada@example.com,,,,,,`, `ada@example.com, Ada , ,-1,a,b,c`,
		"ada@example.com,A\tB,C\r\n", `ADA@example.com ,Ada,Lovelace,E-1,a,b,c`, "ada@example.com,Ada,Lovelace,E-1,a,b,c\nADA@example.com,Ada,Lovelace,E-2,a,b,c",
		"ada@example.com,Ada,Lovelace,E-1,a,b,c\nada@example.com,Ada,Lovelace,E-2,a,b,c", "ada@example.com,Ada,Lovelace,E-1,a,b,c\ngrace@example.com,Grace,Brightwater,E-1,a,b,banned",
		`ada@example.com,"Ada,Lovelace`, `nobody,a,b,c,d,e,f`, `"",a,b,c,d,e,f`, "ada@example.com,\u0000,e\u0301,\u202e,d,e,f", "\xff",
	} {
		f.Add(rest)
	}
	f.Fuzz(func(t *testing.T, lines string) {
		text := d.header + "\n" + strings.ToValidUTF8(lines, "\ufffd") + "\n" // file() refuses what is not UTF-8
		people, err := d.rows(text)
		if err != nil {
			return
		}
		if len(people) > 5 {
			return // a few are enough
		}
		w := acctest.NewWorld(t, acctest.NewSim(t))
		made := map[string]*driver.State{}
		for _, person := range people {
			d.apply(w, person, made)
		}
		records, err := csv.NewReader(strings.NewReader(cty.NormalizeString(text))).ReadAll()
		w.Must(err)
		users, err := rest.Collect(w.Clerk.Users.List(t.Context(), clerk.UserFilter{}))
		w.Must(err)
		for i := range users {
			if !slices.ContainsFunc(records[1:], func(line []string) bool { return describes(line, &users[i]) }) {
				t.Errorf("no line of %q describes %+v", text, users[i])
			}
		}
		if len(users) != len(made) {
			t.Errorf("%d users were made, and Clerk holds %d", len(made), len(users))
		}
		d.destroy(t, w, made)
	})
}

// apply makes one user of the demo, and notes the state unless it is refused.
func (d demo) apply(w *acctest.World, person cty.Value, made map[string]*driver.State) {
	w.TB.Helper()
	ty := w.Core.Type("clerk_user")
	email := person.GetAttr("email")
	each := cty.ObjectVal(map[string]cty.Value{"key": email, "value": person})
	config := w.Core.Config(ty, d.arguments, map[string]cty.Value{"each": each})
	for round := range 2 {
		walk, err := w.Core.Walk()
		w.Must(err)
		plan, err := walk.Plan(ty, made[email.AsString()], config)
		if err == nil && round == 1 && plan.Action != driver.NoOp {
			w.TB.Fatalf("the second plan is to %s", plan)
		}
		var state *driver.State
		if err == nil {
			state, err = walk.Apply(ty, plan, config)
		}
		if state != nil {
			made[email.AsString()] = state
		}
		if err != nil {
			if round == 1 {
				w.TB.Fatalf("what was applied is refused the second time: %v", err)
			}
			return
		}
	}
}

func (d demo) destroy(t *testing.T, w *acctest.World, made map[string]*driver.State) {
	t.Helper()
	ty := w.Core.Type("clerk_user")
	for _, state := range made {
		walk, err := w.Core.Walk()
		w.Must(err)
		none := cty.NullVal(ty.Object(nil).Type())
		plan, err := walk.Plan(ty, state, none)
		w.Must(err)
		_, err = walk.Apply(ty, plan, none)
		w.Must(err)
	}
	if n, err := w.Clerk.Users.Count(t.Context(), clerk.UserFilter{}); n != 0 || err != nil {
		t.Errorf("the destroy leaves %d users (%v)", n, err)
	}
}

// describes reports whether a line is just this user.
func describes(line []string, u *clerk.User) bool {
	email, first, last, number, department, office, status := line[0], line[1], line[2], line[3], line[4], line[5], line[6]
	is := func(got *string, want string) bool { return got == nil && want == "" || got != nil && *got == want }
	var public, private map[string]string
	return len(u.EmailAddresses) == 1 && strings.EqualFold(u.EmailAddresses[0].EmailAddress, strings.TrimSpace(email)) &&
		is(u.FirstName, first) && is(u.LastName, last) && is(u.ExternalID, number) && u.Banned == (status == "banned") && u.Locked == (status == "locked") &&
		json.Unmarshal(u.PublicMetadata, &public) == nil && len(public) == 2 && public["department"] == department && public["office"] == office &&
		json.Unmarshal(u.PrivateMetadata, &private) == nil && len(private) == 1 && private["employee_number"] == number
}
