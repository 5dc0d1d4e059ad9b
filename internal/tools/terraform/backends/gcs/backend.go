// Package gcs stands in for Terraform's gcs backend, whose module is not published.
package gcs

import "github.com/hashicorp/terraform/internal/backend"

// New returns no backend: nothing here stores state remotely.
func New() backend.Backend { return nil }
