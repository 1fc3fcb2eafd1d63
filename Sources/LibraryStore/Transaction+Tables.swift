package import Database

/// Every statement the product runs goes through one of these tables.
extension Transaction {
    package var organizations: OrganizationTable { OrganizationTable(transaction: self) }
    package var users: UserTable { UserTable(transaction: self) }
    package var invitations: InvitationTable { InvitationTable(transaction: self) }
    package var credentials: CredentialTable { CredentialTable(transaction: self) }
    package var signInAttempts: SignInAttemptTable { SignInAttemptTable(transaction: self) }
    package var assets: AssetTable { AssetTable(transaction: self) }
    package var folders: FolderTable { FolderTable(transaction: self) }
    package var tags: TagTable { TagTable(transaction: self) }
    package var uploads: UploadTable { UploadTable(transaction: self) }
    package var content: ContentTable { ContentTable(transaction: self) }
    package var usages: UsageTable { UsageTable(transaction: self) }
    package var imports: ImportTable { ImportTable(transaction: self) }
    package var firstImports: FirstImportTable { FirstImportTable(transaction: self) }
    package var exports: ExportTable { ExportTable(transaction: self) }
    package var reconciliation: ReconcileTable { ReconcileTable(transaction: self) }
    package var adoptedKeys: AdoptedKeyTable { AdoptedKeyTable(transaction: self) }
    package var references: ReferenceTable { ReferenceTable(transaction: self) }
    package var formerPaths: FormerPathTable { FormerPathTable(transaction: self) }
    package var renditions: RenditionTable { RenditionTable(transaction: self) }
    package var delivery: DeliveryTable { DeliveryTable(transaction: self) }
    package var retiredBlobs: RetiredBlobTable { RetiredBlobTable(transaction: self) }
    package var intents: IntentTable { IntentTable(transaction: self) }
    package var counters: CounterTable { CounterTable(transaction: self) }
    package var jobs: JobTable { JobTable(transaction: self) }
    package var globals: GlobalTable { GlobalTable(transaction: self) }
    package var detachedAssets: DetachedAssetTable { DetachedAssetTable(transaction: self) }
    package var plans: PlanTable { PlanTable(transaction: self) }
    package var idempotency: IdempotencyTable { IdempotencyTable(transaction: self) }
    package var history: HistoryTable { HistoryTable(transaction: self) }
}
