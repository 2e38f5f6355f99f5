/** What people see of workspaces. */
package dev.lucid.application.workspace;
