package import Database

/// Every schema change, in order; append only, never edit one that has shipped.
package enum LibraryMigrations {
    package static let all: [Migration] = [
        organizationsAndAccess,
        assets,
        publishing,
        jobs,
        history,
        intentHolder,
        renditionPlace,
        logosAndSiteVariables,
        accessAndAssetLife,
        organizing,
        otherDoors,
        usages,
    ]
}
