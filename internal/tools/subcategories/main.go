// Command subcategories gives each page of docs/ the section of its type as its
// subcategory, by which the registry groups pages. tfplugindocs, which writes the
// pages, leaves it empty.
package main

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/clerkform/terraform-provider-clerk/internal/provider"
)

func main() {
	for page, section := range provider.Pages(context.Background()) {
		if err := set(filepath.Join("docs", filepath.FromSlash(page)), section); err != nil {
			log.Fatal(err)
		}
	}
}

func set(path, section string) error {
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
