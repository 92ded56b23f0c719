# Binds the object that another cmdlet put out, also one that came back from a file or another session, one of another version of the module,
# or just its ID. Everything else is left as it is, and the type name of the parameter refuses it.
class AsrObject : System.Management.Automation.ArgumentTransformationAttribute {
    [string]$TypeName
    [string[]]$Names

    AsrObject([string]$typeName, [string]$names) {
        $this.TypeName = $typeName
        $this.Names = $names.Split(',')
    }

    [object] Transform([System.Management.Automation.EngineIntrinsics]$engine, [object]$given) {
        if ($given -is [System.Array]) {
            $list = [System.Collections.Generic.List[object]]::new()
            foreach ($one in $given) { $list.Add($this.One($one)) }
            return $list.ToArray()
        }
        return $this.One($given)
    }

    [object] One([object]$given) {
        if ($null -eq $given) { return $null }
        if ($given -is [int] -or $given -is [long]) { $given = [string]$given } # the number of an account, typed without quotes
        $types = [psobject]::AsPSObject($given).PSObject.TypeNames
        if ($types -contains $this.TypeName) { return $given }
        if ($given -is [string] -or $given -is [psobject] -and $given.PSObject.BaseObject -is [string]) {
            $made = [pscustomobject]@{ ID = [string]$given }
            $made.PSObject.TypeNames.Insert(0, $this.TypeName)
            return $made
        }
        $source = $given
        if ($given -is [System.Collections.Hashtable]) { $source = [pscustomobject]$given }
        elseif ($types -notcontains ('Deserialized.' + $this.TypeName) -and $given -isnot [System.Management.Automation.PSCustomObject]) { return $given }
        # An object of another of our types is a mistake, even if it has an ID.
        foreach ($type in $source.PSObject.TypeNames) { if ($type -match '^(Microsoft\.Azure\.Commands|MobilityFleet)\.') { return $given } }
        $kept = [ordered]@{}
        foreach ($name in ($this.Names + 'FriendlyName')) {
            $property = $source.PSObject.Properties[$name]
            if ($null -ne $property -and $null -ne $property.Value) { $kept[$name] = $property.Value }
        }
        if ($kept.Count -eq 0) { return $given }
        $made = [pscustomobject]$kept
        $made.PSObject.TypeNames.Insert(0, $this.TypeName)
        return $made
    }
}
