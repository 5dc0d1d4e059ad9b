// Package azure stands in for Terraform's azure backend, whose module is not published.
package azure

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
