terraform {
  required_version = ">= 1.11"

  required_providers {
    clerk = {
      source = "clerkform/clerk"
    }
  }
}

provider "clerk" {}

import {
  to = clerk_user.ada
  id = "email:ada@example.com"
}

import {
  to = clerk_user.mallory
  id = "email:mallory@example.com"
}
