// Package pg stands in for Terraform's pg backend, whose module is not published.
package pg

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
