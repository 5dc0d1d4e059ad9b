// Package cos stands in for Terraform's cos backend, whose module is not published.
package cos

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
