// Command pages finishes what tfplugindocs writes. It gives each page of docs/ the section of
// its type as its subcategory, by which the registry groups pages, and writes the README's
// table of all types.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/clerkform/terraform-provider-clerk/internal/provider"
)

func main() {
	ctx := context.Background()
	pages := provider.Pages(ctx)
	for page, section := range pages {
		if err := setSubcategory(filepath.Join("docs", filepath.FromSlash(page)), section); err != nil {
			log.Fatal(err)
		}
	}
	if err := writeTable("README.md", table(pages, provider.SectionNames())); err != nil {
		log.Fatal(err)
	}
}

func setSubcategory(path, section string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	empty := []byte("\nsubcategory: \"\"\n")
	if !bytes.Contains(page, empty) {
		return fmt.Errorf("%s has no empty subcategory", path)
	}
	return os.WriteFile(path, bytes.Replace(page, empty, fmt.Appendf(nil, "\nsubcategory: %q\n", section), 1), 0o644)
}

// columns are those of the table, each with the folders of its pages, and what types of a
// folder are called.
var columns = [][][2]string{
	{{"resources"}},
	{{"data-sources"}},
	{{"ephemeral-resources", "ephemeral: "}, {"actions", "actions: "}, {"functions", "functions: "}},
}

// table has a row for each section, with a link to the page of each type.
func table(pages map[string]string, sections []string) string {
	var out strings.Builder
	out.WriteString("| | resources | data sources | for secrets and side effects |\n|---|---|---|---|\n")
	for _, section := range sections {
		row := "| " + section + " |"
		for _, column := range columns {
			var kinds []string
			for _, kind := range column {
				if all := links(pages, section, kind[0]); len(all) > 0 {
					kinds = append(kinds, kind[1]+strings.Join(all, ", "))
				}
			}
			row += " " + strings.TrimLeft(strings.Join(kinds, "; ")+" |", " ")
		}
		out.WriteString(row + "\n")
	}
	return out.String()
}

// links are those to the pages of a folder, sorted.
func links(pages map[string]string, section, folder string) (all []string) {
	for _, page := range slices.Sorted(maps.Keys(pages)) {
		name, inFolder := strings.CutPrefix(strings.TrimSuffix(page, ".md"), folder+"/")
		if pages[page] != section || !inFolder {
			continue
		}
		if folder != "functions" {
			name = "clerk_" + name
		}
		all = append(all, fmt.Sprintf("[`%s`](docs/%s)", name, page))
	}
	return all
}

// The table stands between these lines.
const (
	begin = "<!-- The table of types: `make docs` writes it. -->\n"
	end   = "<!-- The end of the table of types. -->\n"
)

func writeTable(path, table string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(page), begin)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		return errors.New(path + " has no place for the table of types")
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+table+"\n"+end+after), 0o644)
}
