// Package oci stands in for Terraform's oci backend, whose module is not published.
package oci

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
