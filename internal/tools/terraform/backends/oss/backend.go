// Package oss stands in for Terraform's oss backend, whose module is not published.
package oss

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
