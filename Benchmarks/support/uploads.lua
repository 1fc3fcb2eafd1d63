-- For wrk: uploads text files of one size with names and contents that differ. Arguments: token, name of the run, size.

local number = 0
local token, run, size
local boundary = "vitrine-benchmark-4fd1c0"

function init(arguments)
    token, run, size = arguments[1], arguments[2], tonumber(arguments[3])
end

function request()
    number = number + 1
    local name = run .. "-" .. number
    local text = name .. string.rep(".", size - #name)
    local body = "--" .. boundary .. "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" .. name .. ".txt\"\r\n\r\n"
        .. text .. "\r\n--" .. boundary .. "--\r\n"
    local headers = {
        ["Authorization"] = "Bearer " .. token,
        ["Content-Type"] = "multipart/form-data; boundary=" .. boundary,
    }
    return wrk.format("POST", "/organization/assets", headers, body)
end
