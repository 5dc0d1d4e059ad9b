// Package consul stands in for Terraform's consul backend, whose module is not published.
package consul

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
